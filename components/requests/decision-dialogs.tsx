"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import type { RequestDetail } from "@/lib/requests/views";
import { formatDuration } from "@/messages/format";
import { t } from "@/messages/translate";
import { narrowerChoices } from "./window-choices";

export type DecisionDialog = "approve" | "narrow" | "deny";

export interface DecisionValues {
  /** The version that was on the screen. */
  version: number;
  verdict: "approve" | "deny";
  comment: string | null;
  /** Shorter than asked; undefined: as asked. */
  windowSeconds: number | undefined;
}

interface DecisionDialogsProps {
  dialog: DecisionDialog | undefined;
  request: RequestDetail;
  nodeNames: string;
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onClose: () => void;
}

/** The three ways to decide; nothing is decided before one of their buttons is pressed. */
export function DecisionDialogs(props: DecisionDialogsProps) {
  const { dialog, nodeNames, onClose } = props;
  const title = {
    approve: t("request.approve.title", { nodes: nodeNames }),
    narrow: t("request.narrow.title"),
    deny: t("request.deny.title", { nodes: nodeNames }),
  };
  return (
    <Dialog isOpen={dialog !== undefined} title={dialog ? title[dialog] : ""} onClose={onClose}>
      {dialog && <DecisionForm {...props} dialog={dialog} />}
    </Dialog>
  );
}

function DecisionForm(props: DecisionDialogsProps & { dialog: DecisionDialog }) {
  const { dialog, request, nodeNames, shortestSeconds, onDecide, onClose } = props;
  const choices = narrowerChoices(request.windowSeconds, shortestSeconds);
  const [comment, setComment] = useState("");
  const [shorterSeconds, setShorterSeconds] = useState(choices.at(-1));
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const windowSeconds = dialog === "narrow" ? shorterSeconds : undefined;

  const decide = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await onDecide({
      version: request.version,
      verdict: dialog === "deny" ? "deny" : "approve",
      comment: comment.trim() || null,
      windowSeconds,
    });
    setIsBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.sentence);
  };

  return (
    <form onSubmit={decide} className="grid gap-4">
      {dialog !== "deny" && (
        <p>
          {t("request.approve.line", {
            person: request.requesterName,
            nodes: nodeNames,
            windowSeconds: windowSeconds ?? request.windowSeconds,
          })}
        </p>
      )}
      {dialog === "narrow" && (
        <RadioGroup
          label={t("request.window")}
          name="narrow"
          layout="row"
          value={String(shorterSeconds)}
          options={choices.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
          onChange={(value) => setShorterSeconds(Number(value))}
        />
      )}
      <TextArea
        label={dialog === "deny" ? t("request.deny.reason") : t("request.comment")}
        hint={
          dialog === "deny" ? t("request.deny.reason.hint", { person: request.requesterName }) : undefined
        }
        isOptional={dialog !== "deny"}
        required={dialog === "deny"}
        rows={dialog === "deny" ? 3 : 2}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button size="large" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" size="large" variant={dialog === "deny" ? "danger" : "primary"} isBusy={isBusy}>
          {confirmLabel(dialog, windowSeconds ?? request.windowSeconds)}
        </Button>
      </div>
    </form>
  );
}

function confirmLabel(dialog: DecisionDialog, windowSeconds: number): string {
  return {
    approve: t("request.approve.confirm", { windowSeconds }),
    narrow: t("request.narrow.confirm", { windowSeconds }),
    deny: t("request.deny.confirm"),
  }[dialog];
}
