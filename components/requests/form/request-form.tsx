"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { RadioGroup, TextArea, TextField } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { NodeSelector } from "@/lib/nodes/selector";
import { TEXT_LIMITS } from "@/lib/requests/rules";
import type { WindowStart } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { AlreadyThere, WhatNext } from "../asking-facts";
import type { Draft, KeptDraft } from "./draft";
import { OfferedDraft, RestoredDraft } from "./draft-notice";
import { NodePicker, type NodePickerProps } from "./node-picker";
import { SelectorFields } from "./selector-fields";
import { windowChoices } from "./window-choices";

export interface RequestValues {
  justification: string;
  incident: string | null;
  windowSeconds: number;
  windowStart: WindowStart;
}

export interface RequestFormProps {
  offer: RequestOffer;
  /** What is asked for, as the address says it. */
  asking: { nodeIds: readonly string[] } | { selector: NodeSelector; mostNodes: number };
  found: Pick<NodePickerProps, "found" | "hasMore" | "search">;
  /** What was written for this very place before and not sent, once the browser has told; the form begins with it. */
  draft: KeptDraft | undefined;
  /** The last that was written for another place. */
  otherDraft: KeptDraft | undefined;
  onDraft: (draft: Draft) => void;
  /** Forgets what was written for this place, or for another. */
  onForget: (address?: string) => void;
  onSearch: (text: string) => void;
  onNodes: (ids: readonly string[]) => void;
  onSelector: (selector: NodeSelector, mostNodes: number) => void;
  onMode: (mode: "nodes" | "tags") => void;
  onAsk: (values: RequestValues) => Promise<Outcome>;
}

interface Problems {
  nodes?: string;
  justification?: string;
}

/** Asks for a shell: where, why, how long. Where stands in the address, the rest in the browser until it is sent. */
export function RequestForm(props: RequestFormProps) {
  const { offer, draft, otherDraft, onDraft, onForget, onAsk } = props;
  const windows = windowChoices(offer.limits);
  const blank: Draft = {
    justification: "",
    incident: "",
    windowSeconds: nearest(windows, offer.usualSeconds),
    windowStart: "first-use",
  };
  // The server knows no draft: it comes with the browser, and never over what is being written.
  const [typed, setTyped] = useState<Draft>();
  const [isDiscarded, setIsDiscarded] = useState(false);
  const [isOfferOver, setIsOfferOver] = useState(false);
  const written = typed ?? draft ?? blank;
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { justification, incident, windowSeconds, windowStart } = written;
  const change = (changes: Partial<Draft>) => {
    const next = { ...written, ...changes };
    setTyped(next);
    onDraft(next);
  };

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(offer, justification);
    setProblems(found);
    setRefusal(undefined);
    if (found.nodes !== undefined || found.justification !== undefined || isBusy) return;
    setIsBusy(true);
    const outcome = await onAsk({
      justification: justification.trim(),
      incident: incident.trim() || null,
      windowSeconds,
      windowStart,
    });
    setIsBusy(false);
    if (!outcome.ok) setRefusal(outcome.sentence);
  };
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  };

  return (
    <form onSubmit={ask} onKeyDown={sendByKey} noValidate className="grid max-w-2xl gap-5">
      {draft !== undefined && !isDiscarded && (
        <RestoredDraft
          draft={draft}
          onDiscard={() => {
            setTyped(blank);
            setIsDiscarded(true);
            onForget();
          }}
        />
      )}
      {draft === undefined && otherDraft !== undefined && !isOfferOver && isBlank(written) && (
        <OfferedDraft
          draft={otherDraft}
          onUse={() => {
            const { justification, incident, windowSeconds, windowStart } = otherDraft;
            change({ justification, incident, windowSeconds, windowStart });
            setIsOfferOver(true);
            onForget(otherDraft.address);
          }}
          onDiscard={() => {
            setIsOfferOver(true);
            onForget(otherDraft.address);
          }}
        />
      )}
      <Where {...props} error={problems.nodes} />
      <AlreadyThere running={offer.running} waiting={offer.waiting} />
      <TextArea
        label={t("request.justification")}
        hint={t("request.justification.hint")}
        error={problems.justification}
        value={justification}
        maxLength={TEXT_LIMITS.justification.max}
        onChange={(event) => change({ justification: event.target.value })}
        required
        rows={3}
        className="text-lg"
      />
      <div className="grid gap-5 sm:grid-cols-[12rem_1fr]">
        <TextField
          label={t("request.incident")}
          hint={t("request.incident.hint")}
          isOptional
          value={incident}
          maxLength={TEXT_LIMITS.incident.max}
          onChange={(event) => change({ incident: event.target.value })}
          autoComplete="off"
        />
        <RadioGroup
          label={t("request.window")}
          name="window"
          layout="row"
          value={String(windowSeconds)}
          options={windows.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
          onChange={(value) => change({ windowSeconds: Number(value) })}
        />
      </div>
      <RadioGroup
        label={t("request.window.start")}
        name="window-start"
        value={windowStart}
        options={[
          {
            value: "first-use",
            label: t("request.window.start.first-use"),
            hint: t("request.window.start.first-use.hint", { startWithinSeconds: offer.startWithinSeconds }),
          },
          {
            value: "approval",
            label: t("request.window.start.approval"),
            hint: t("request.window.start.approval.hint"),
          },
        ]}
        onChange={(value) => change({ windowStart: value })}
      />
      <WhatNext offer={offer} windowSeconds={windowSeconds} windowStart={windowStart} />
      {refusal !== undefined && (
        <Notice tone="red" role="alert">
          {refusal}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" size="large" isBusy={isBusy} className="w-full sm:w-auto">
          {t("request.submit")}
        </Button>
      </div>
    </form>
  );
}

/** Nodes by name, or what they are. */
function Where(props: RequestFormProps & { error: string | undefined }) {
  const { offer, asking, found, onSearch, onNodes, onSelector, onMode, error } = props;
  const isByTags = "selector" in asking;
  return (
    <div className="grid gap-3">
      <RadioGroup
        label={t("request.where")}
        name="where"
        layout="row"
        value={isByTags ? "tags" : "nodes"}
        options={[
          { value: "nodes", label: t("request.where.nodes") },
          { value: "tags", label: t("request.where.tags") },
        ]}
        onChange={(mode) => onMode(mode === "tags" ? "tags" : "nodes")}
      />
      {isByTags && offer.choices ? (
        <SelectorFields
          selector={asking.selector}
          choices={offer.choices}
          matches={offer}
          mostNodes={asking.mostNodes}
          highest={offer.mostNodes}
          onChange={(selector) => onSelector(selector, asking.mostNodes)}
          onMost={(count) => onSelector(asking.selector, count)}
          error={error}
        />
      ) : (
        <NodePicker
          {...found}
          chosen={offer.nodes}
          chosenIds={isByTags ? [] : asking.nodeIds}
          onSearch={onSearch}
          onChoose={onNodes}
          error={error}
        />
      )}
    </div>
  );
}

function problemsOf(offer: RequestOffer, justification: string): Problems {
  const { min } = TEXT_LIMITS.justification;
  return {
    ...(offer.count === 0 ? { nodes: offer.choices ? t("request.choose.tags") : t("request.choose") } : {}),
    ...(!saysEnough(justification, min) ? { justification: t("request.justification.short", { min }) } : {}),
  };
}

function isBlank({ justification, incident }: Draft): boolean {
  return justification + incident === "";
}

function nearest(choices: readonly number[], wanted: number): number {
  return choices.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}
