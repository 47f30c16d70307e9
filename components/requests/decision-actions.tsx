"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import type { Outcome } from "@/components/ui/outcome";
import type { ActionState } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";
import { type DecisionDialog, DecisionDialogs, type DecisionValues } from "./decision-dialogs";

export interface DecisionActionsProps {
  request: RequestDetail;
  viewerId: string;
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onWithdraw: () => Promise<Outcome>;
}

/** What can be done about a request: the buttons where a thumb is, and what they ask. */
export function DecisionActions(props: DecisionActionsProps) {
  const { request, viewerId, shortestSeconds, onDecide, onWithdraw } = props;
  const [dialog, setDialog] = useState<DecisionDialog>();
  return (
    <>
      {request.state === "waiting" && (
        <DecisionBar
          request={request}
          isMine={request.requesterId === viewerId}
          canNarrow={canNarrow(request, shortestSeconds)}
          onOpen={setDialog}
          onWithdraw={onWithdraw}
        />
      )}
      <DecisionDialogs
        dialog={dialog}
        request={request}
        shortestSeconds={shortestSeconds}
        onDecide={onDecide}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}

interface DecisionBarProps {
  request: RequestDetail;
  isMine: boolean;
  canNarrow: boolean;
  onOpen: (dialog: DecisionDialog) => void;
  onWithdraw: () => Promise<Outcome>;
}

function DecisionBar({ request, isMine, canNarrow, onOpen, onWithdraw }: DecisionBarProps) {
  const [problem, setProblem] = useState<string>();
  const { approve, deny, withdraw } = request.actions;
  const withdrawNow = async () => {
    const outcome = await onWithdraw();
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  // One reason under the buttons instead of the same one under each.
  const reason = reasonOf(approve, othersOf(request));
  return (
    <section
      aria-label={t("request.actions")}
      className={cx(
        "grid gap-2",
        (approve.allowed || deny.allowed) &&
          "sticky bottom-14 z-10 -mx-4 border-line border-t bg-surface px-4 py-3 md:static md:mx-0 md:border-0 md:px-0",
      )}
    >
      {(problem ?? reason) !== undefined && (
        <p id="decision-reason" role={problem === undefined ? undefined : "alert"} className="text-soft">
          {problem ?? reason}
        </p>
      )}
      <div className="flex flex-wrap items-start gap-2">
        {isMine && (
          <Button size="large" onClick={withdrawNow} disabledReason={reasonOf(withdraw)}>
            {t("request.withdraw")}
          </Button>
        )}
        <DecisionButton which="deny" state={deny} onPress={() => onOpen("deny")} label={t("request.deny")} />
        {canNarrow && (
          <DecisionButton
            which="narrow"
            state={approve}
            onPress={() => onOpen("narrow")}
            label={t("request.narrow")}
          />
        )}
        <DecisionButton
          which="approve"
          state={approve}
          onPress={() => onOpen("approve")}
          label={t("request.approve", { windowSeconds: request.effective.windowSeconds })}
        />
      </div>
    </section>
  );
}

interface DecisionButtonProps {
  which: DecisionDialog;
  state: ActionState;
  label: string;
  onPress: () => void;
}

function DecisionButton({ which, state, label, onPress }: DecisionButtonProps) {
  return (
    <Button
      size="large"
      variant={which === "approve" ? "primary" : "secondary"}
      className={which === "approve" ? "ml-auto grow sm:grow-0" : ""}
      data-decide={which}
      reasonId={state.allowed ? undefined : "decision-reason"}
      onClick={onPress}
    >
      {label}
    </Button>
  );
}

/** Whether there is anything to leave out. */
function canNarrow({ effective }: RequestDetail, shortestSeconds: number): boolean {
  return (
    effective.windowSeconds > shortestSeconds ||
    (effective.nodes?.length ?? 0) > 1 ||
    (effective.mostNodes ?? 0) > 1
  );
}

function reasonOf(state: ActionState, who: readonly string[] = []): string | undefined {
  return state.allowed ? undefined : errorSentence(state.code, { who, ...state.params });
}

/** Who can decide instead. */
function othersOf(request: RequestDetail): string[] {
  return [...new Set(request.deciders.flatMap(({ people }) => people.map((person) => person.name)))];
}
