"use client";

import { type FormEvent, useState } from "react";
import { namesOf } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { TEXT_LIMITS } from "@/lib/requests/rules";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { narrowerChoices } from "./form/window-choices";
import { isNarrower, NarrowFields, type Narrowing } from "./narrow-fields";
import { approvalLine } from "./window-sentences";

export type DecisionDialog = "approve" | "narrow" | "deny";

export interface DecisionValues {
  /** The version that was on the screen. */
  version: number;
  /** Of what was on it. */
  requestHash: string;
  verdict: "approve" | "deny";
  comment: string | null;
  /** Less than asked; undefined: as asked. */
  windowSeconds: number | undefined;
  nodeIds: readonly string[] | undefined;
  mostNodes: number | undefined;
}

interface DecisionDialogsProps {
  dialog: DecisionDialog | undefined;
  request: RequestDetail;
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onClose: () => void;
}

/** The three ways to decide; nothing is decided before one of their buttons is pressed. */
export function DecisionDialogs(props: DecisionDialogsProps) {
  const { dialog, request, onClose } = props;
  const nodes = scopeText(request);
  const title = {
    approve: t("request.approve.title", { nodes }),
    narrow: t("request.narrow.title"),
    deny: t("request.deny.title", { nodes }),
  };
  return (
    <Dialog isOpen={dialog !== undefined} title={dialog ? title[dialog] : ""} onClose={onClose}>
      {dialog && <DecisionForm {...props} dialog={dialog} />}
    </Dialog>
  );
}

function DecisionForm(props: DecisionDialogsProps & { dialog: DecisionDialog }) {
  const { dialog, request, shortestSeconds, onDecide, onClose } = props;
  const whole = wholeOf(request);
  const windows = [...narrowerChoices(whole.windowSeconds, shortestSeconds), whole.windowSeconds];
  const [narrowing, setNarrowing] = useState<Narrowing>(whole);
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const given = dialog === "narrow" ? narrowing : whole;

  const decide = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const missing = problemOf(dialog, narrowing, whole, comment);
    setProblem(missing);
    if (missing !== undefined) return;
    setIsBusy(true);
    const outcome = await onDecide({
      ...{ version: request.version, requestHash: request.requestHash },
      verdict: dialog === "deny" ? "deny" : "approve",
      comment: comment.trim() || null,
      ...changesOf(given, whole),
    });
    setIsBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.sentence);
  };

  return (
    <form onSubmit={decide} noValidate className="grid gap-4">
      {dialog !== "deny" && (
        <p>
          {approvalLine(request.requesterName, scopeText(request, given), {
            ...request,
            windowSeconds: given.windowSeconds,
          })}
        </p>
      )}
      {dialog === "narrow" && (
        <NarrowFields
          whole={whole}
          windows={windows}
          nodes={request.effective.nodes ?? []}
          value={narrowing}
          onChange={setNarrowing}
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
        maxLength={TEXT_LIMITS.comment.max}
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
          {confirmLabel(dialog, given.windowSeconds)}
        </Button>
      </div>
    </form>
  );
}

/** What a yes without narrowing gives: as asked, or as earlier decisions left it. */
function wholeOf({ effective }: RequestDetail): Narrowing {
  return {
    windowSeconds: effective.windowSeconds,
    nodeIds: effective.nodes?.map(({ id }) => id) ?? [],
    mostNodes: effective.mostNodes,
  };
}

function changesOf(
  given: Narrowing,
  whole: Narrowing,
): Pick<DecisionValues, "windowSeconds" | "nodeIds" | "mostNodes"> {
  return {
    windowSeconds: given.windowSeconds < whole.windowSeconds ? given.windowSeconds : undefined,
    nodeIds: given.nodeIds.length < whole.nodeIds.length ? given.nodeIds : undefined,
    mostNodes:
      given.mostNodes !== null && given.mostNodes < (whole.mostNodes ?? 0) ? given.mostNodes : undefined,
  };
}

function problemOf(
  dialog: DecisionDialog,
  narrowing: Narrowing,
  whole: Narrowing,
  comment: string,
): string | undefined {
  if (dialog === "deny" && comment.trim() === "") return t("request.deny.reason.missing");
  if (dialog !== "narrow") return undefined;
  if (narrowing.mostNodes === null && narrowing.nodeIds.length === 0) return t("request.narrow.nothing");
  return isNarrower(narrowing, whole) ? undefined : t("request.narrow.same");
}

/** Where, in words: names, or how many of the nodes with these tags. */
function scopeText(request: RequestDetail, given?: Narrowing): string {
  const most = given?.mostNodes ?? request.effective.mostNodes;
  if (request.selector !== null) return t("selector.most", { count: most ?? 1 });
  const nodes = request.effective.nodes ?? request.nodes;
  return namesOf(given ? nodes.filter(({ id }) => given.nodeIds.includes(id)) : nodes);
}

function confirmLabel(dialog: DecisionDialog, windowSeconds: number): string {
  return {
    approve: t("request.approve.confirm", { windowSeconds }),
    narrow: t("request.narrow.confirm", { windowSeconds }),
    deny: t("request.deny.confirm"),
  }[dialog];
}
