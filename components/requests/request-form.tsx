"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { RadioGroup, TextArea, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { TEXT_LIMITS, type WindowLimits } from "@/lib/requests/rules";
import { formatDuration } from "@/messages/format";
import { t } from "@/messages/translate";
import { type NodeChoice, NodePicker } from "./node-picker";
import { windowChoices } from "./window-choices";

export interface RequestValues {
  nodeIds: string[];
  justification: string;
  incident: string | null;
  windowSeconds: number;
}

export interface RequestFormProps {
  nodes: readonly NodeChoice[];
  /** Chosen from the start, when one comes from a node's page. */
  startNodeIds: readonly string[];
  limits: WindowLimits;
  /** Chosen from the start. */
  usualSeconds: number;
  onAsk: (values: RequestValues) => Promise<Outcome>;
}

interface Problems {
  nodes?: string;
  justification?: string;
}

/** Asks for a shell: where, why, how long. */
export function RequestForm({ nodes, startNodeIds, limits, usualSeconds, onAsk }: RequestFormProps) {
  const choices = windowChoices(limits);
  const [nodeIds, setNodeIds] = useState<readonly string[]>(startNodeIds);
  const [justification, setJustification] = useState("");
  const [incident, setIncident] = useState("");
  const [windowSeconds, setWindowSeconds] = useState(nearest(choices, usualSeconds));
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(nodeIds, justification);
    setProblems(found);
    setRefusal(undefined);
    if (found.nodes !== undefined || found.justification !== undefined || isBusy) return;
    setIsBusy(true);
    const outcome = await onAsk({
      nodeIds: [...nodeIds],
      justification: justification.trim(),
      incident: incident.trim() || null,
      windowSeconds,
    });
    setIsBusy(false);
    if (!outcome.ok) setRefusal(outcome.sentence);
  };

  const deciders = [
    ...new Set(nodes.filter((node) => nodeIds.includes(node.id)).map((node) => node.deciders)),
  ];
  return (
    <form onSubmit={ask} noValidate className="grid max-w-2xl gap-5">
      <NodePicker nodes={nodes} chosen={nodeIds} onChange={setNodeIds} error={problems.nodes} />
      <TextArea
        label={t("request.justification")}
        hint={t("request.justification.hint")}
        error={problems.justification}
        value={justification}
        maxLength={TEXT_LIMITS.justification.max}
        onChange={(event) => setJustification(event.target.value)}
        required
        className="text-lg"
      />
      <div className="grid gap-5 sm:grid-cols-[12rem_1fr]">
        <TextField
          label={t("request.incident")}
          hint={t("request.incident.hint")}
          isOptional
          value={incident}
          maxLength={TEXT_LIMITS.incident.max}
          onChange={(event) => setIncident(event.target.value)}
          autoComplete="off"
        />
        <RadioGroup
          label={t("request.window")}
          hint={t("request.window.hint")}
          name="window"
          layout="row"
          value={String(windowSeconds)}
          options={choices.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
          onChange={(value) => setWindowSeconds(Number(value))}
        />
      </div>
      {deciders.length > 0 && (
        <div>
          <p className="font-medium">{t("request.deciders")}</p>
          <ul className="text-soft">
            {deciders.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {refusal !== undefined && (
        <Notice tone="red" role="alert">
          {refusal}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
          {t("request.submit")}
        </Button>
      </div>
    </form>
  );
}

function problemsOf(nodeIds: readonly string[], justification: string): Problems {
  const { min } = TEXT_LIMITS.justification;
  return {
    ...(nodeIds.length === 0 ? { nodes: t("request.choose") } : {}),
    ...(justification.trim().length < min
      ? { justification: t("request.justification.short", { min }) }
      : {}),
  };
}

function nearest(choices: readonly number[], wanted: number): number {
  return choices.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}
