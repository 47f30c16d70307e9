"use client";

import { type FormEvent, useEffect, useState } from "react";
import { ClassEdge } from "@/components/nodes/class-badge";
import { NodesClass, namesOf } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/controls/button";
import { TextArea } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Dialog } from "@/components/ui/overlay/dialog";
import { useDraft } from "@/components/ui/overlay/use-draft";
import { saysEnough } from "@/lib/kernel/text-rules";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { TEXT_LIMITS } from "@/lib/requests/rules";
import type { RequestDetail } from "@/lib/requests/views";
import type { StepUpLevel } from "@/lib/step-up/levels";
import { t } from "@/messages/translate";
import { approvalLine, asUser } from "../window-text";
import { type Given, givenNodes, lessOf, wholeOf } from "./given";

/** A decision that somebody is about to make, with the request as it was on the screen. */
export interface OpenDecision {
  sheet: "approve" | "deny";
  request: RequestDetail;
  given: Given;
  /** Its approver comes back from a sign-in that was asked for, with the comment that was written before. */
  resumed?: { comment: string | null };
}

export interface DecisionValues {
  /** The version that was on the screen. */
  version: number;
  /** Of what was on it. */
  requestHash: string;
  verdict: "approve" | "deny";
  comment: string | null;
  /** Less than requested; undefined: as requested. */
  windowSeconds: number | undefined;
  nodeIds: readonly string[] | undefined;
  mostNodes: number | undefined;
  osUser: string | undefined;
}

interface DecisionSheetsProps {
  decision: OpenDecision | undefined;
  /** The request as it is now: the page below goes on being read. */
  now: RequestDetail;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onClose: () => void;
}

/** What is asked once more before a decision: what is granted, or why not. Nothing is decided before its button. */
export function DecisionSheets(props: DecisionSheetsProps) {
  const { decision, ...rest } = props;
  return (
    <Dialog
      isOpen={decision !== undefined}
      title={decision ? titleOf(decision) : ""}
      onClose={props.onClose}
      isFresh
    >
      {decision?.sheet === "approve" && <ApproveSheet {...rest} opened={decision} />}
      {decision?.sheet === "deny" && <DenySheet {...rest} opened={decision} />}
    </Dialog>
  );
}

function titleOf({ sheet, request, given }: OpenDecision): string {
  const params = { nodes: scopeText(request, given), windowSeconds: given.windowSeconds };
  return t(`request.${sheet}.title`, params);
}

type SheetProps = Omit<DecisionSheetsProps, "decision"> & { opened: OpenDecision };

/** A second tap on the same place, meant for the button below, must not approve. */
const ARMED_AFTER_MS = 600;

function ApproveSheet({ opened: { request: opened, given, resumed }, now, onDecide, onClose }: SheetProps) {
  const [comment, setComment] = useState(resumed?.comment ?? undefined);
  const [isArmed, setIsArmed] = useState(false);
  const { decide, problem, isBusy } = useDecision(onDecide, onClose);
  const isChanged = now.version !== opened.version || now.state !== "waiting";

  // The clock: taps count from a moment after the sheet has come.
  useEffect(() => {
    const timer = setTimeout(() => setIsArmed(true), ARMED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isArmed || isChanged) return;
    const { version, requestHash } = opened;
    const text = comment?.trim();
    void decide({
      ...{ version, requestHash, verdict: "approve", comment: text ? text : null },
      ...lessOf(given, wholeOf(opened)),
    });
  };
  const nodes = opened.selector === null ? givenNodes(opened, given) : (opened.matches?.nodes ?? []);
  return (
    <form onSubmit={submit} className="grid gap-4">
      <p className="flex items-center gap-2.5">
        <ClassEdge nodes={nodes} className="h-4.5 w-[3px]" />
        <bdi className="min-w-0 break-words font-medium">{scopeText(opened, given)}</bdi>
        <NodesClass nodes={nodes} />
      </p>
      <p className="text-soft">
        <bdi>
          {approvalLine(opened.requesterName, scopeText(opened, given), {
            ...opened,
            windowSeconds: given.windowSeconds,
          })}
        </bdi>
      </p>
      {comment === undefined ? (
        <button
          type="button"
          onClick={() => setComment("")}
          className="min-h-11 cursor-pointer justify-self-start text-accent text-sm hover:underline sm:min-h-0"
        >
          {t("request.comment.add")}
        </button>
      ) : (
        <TextArea
          label={t("request.comment")}
          isOptional
          rows={2}
          maxLength={TEXT_LIMITS.comment.max}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      )}
      {isChanged && (
        <Notice tone="amber" role="alert">
          <bdi>{changedLine(now)}</bdi>
        </Notice>
      )}
      <StepUpLine level={opened.obligations.stepUp} isDone={resumed !== undefined} />
      <Problem text={problem} />
      <Buttons onClose={onClose}>
        {!isChanged && (
          <Button
            type="submit"
            size="large"
            variant="primary"
            className="max-sm:min-h-12"
            isBusy={isBusy || !isArmed}
          >
            {t("request.approve", { windowSeconds: given.windowSeconds })}
          </Button>
        )}
      </Buttons>
    </form>
  );
}

/** What the button asks for before it approves. */
function StepUpLine({ level, isDone }: { level: StepUpLevel; isDone: boolean }) {
  if (level === "none") return null;
  if (level === "sign-in" && isDone) return <Notice tone="green">{t("stepUp.done")}</Notice>;
  return <p className="text-soft text-sm">{t(`stepUp.decision.${level}`)}</p>;
}

/** What was written stays when the request changes meanwhile: as long as it waits it can be denied as it now is. */
function DenySheet({ opened: { request }, now, onDecide, onClose }: SheetProps) {
  const [comment, setComment, forgetComment] = useDraft("deny");
  const [isMissing, setIsMissing] = useState(false);
  const { decide, problem, isBusy } = useDecision(onDecide, () => {
    forgetComment();
    onClose();
  });
  const isOver = now.state !== "waiting";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = comment.trim();
    const isEnough = saysEnough(text, TEXT_LIMITS.denial.min);
    setIsMissing(!isEnough);
    if (!isEnough || isOver) return;
    const { version, requestHash } = now;
    void decide({
      ...{ version, requestHash, verdict: "deny", comment: text },
      ...{ windowSeconds: undefined, nodeIds: undefined, mostNodes: undefined, osUser: undefined },
    });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <TextArea
        label={t("request.deny.reason")}
        hint={t("request.deny.reason.hint", { person: request.requesterName })}
        error={isMissing ? t("request.deny.reason.missing") : undefined}
        required
        rows={3}
        data-first-field
        maxLength={TEXT_LIMITS.comment.max}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {(isOver || now.version !== request.version) && (
        <Notice tone="amber" role="alert">
          <bdi>{changedLine(now)}</bdi>
        </Notice>
      )}
      <Problem text={problem} />
      <Buttons onClose={onClose}>
        {!isOver && (
          <Button type="submit" size="large" variant="danger" className="max-sm:min-h-12" isBusy={isBusy}>
            {t("request.deny.confirm")}
          </Button>
        )}
      </Buttons>
    </form>
  );
}

function useDecision(onDecide: DecisionSheetsProps["onDecide"], onClose: () => void) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const decide = async (values: DecisionValues) => {
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await onDecide(values);
    setIsBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.sentence);
  };
  return { decide, problem, isBusy };
}

function Problem({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Notice tone="red" role="alert">
      {text}
    </Notice>
  );
}

function Buttons({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  return (
    <div className="flex justify-end gap-2 max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)]">
      <Button size="large" className="max-sm:min-h-12" onClick={onClose}>
        {t("action.cancel")}
      </Button>
      {children}
    </div>
  );
}

/** What happened to the request while the sheet was open. */
function changedLine(request: RequestDetail): string {
  const last = request.decisions.at(-1);
  if (request.state === "withdrawn") return t("request.changed.withdrawn", { person: request.requesterName });
  if (request.state === "lapsed") return t("request.changed.expired");
  if (last?.personName) return t(`request.changed.${last.verdict}`, { person: last.personName });
  return t("request.changed");
}

/** Where, and as whom, in words: names, or how many of the nodes with these tags. */
function scopeText(request: RequestDetail, given: Given): string {
  const nodes =
    request.selector === null
      ? namesOf(givenNodes(request, given))
      : t("selector.most", { count: given.mostNodes ?? 1 });
  return `${nodes} ${asUser(osUserOf(given))}`.trim();
}
