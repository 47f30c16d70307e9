"use client";

import { useState } from "react";
import { REQUEST_LOOK } from "@/components/looks";
import { NodeClass, NodePlace, namesOf } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Id } from "@/components/ui/id";
import type { Outcome } from "@/components/ui/outcome";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { ActionState } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import type { PolicyPreview } from "@/lib/sessions/policy-views";
import { errorSentence, t } from "@/messages/translate";
import { type DecisionDialog, DecisionDialogs, type DecisionValues } from "./decision-dialogs";
import { DecisionFacts } from "./decision-facts";

export interface DecisionViewProps {
  request: RequestDetail;
  /** The session policy of each node, as it would be passed. Empty when the viewer may not see it. */
  policies: readonly PolicyPreview[];
  viewerId: string;
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onWithdraw: () => Promise<Outcome>;
}

/** A request with all that a decision needs, the person's own words first; the buttons where a thumb is. */
export function DecisionView(props: DecisionViewProps) {
  const { request, policies, viewerId, shortestSeconds, onDecide, onWithdraw } = props;
  const [dialog, setDialog] = useState<DecisionDialog>();
  const isWaiting = request.state === "waiting";
  return (
    <article className="grid max-w-3xl gap-5">
      <header className="grid gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
          <StateBadge look={REQUEST_LOOK[request.state]} />
          <span>{t(isWaiting ? "request.asks" : "request.asked", { person: request.requesterName })}</span>
          <span className="ml-auto flex items-center gap-2 text-faint text-sm">
            <Time at={request.createdAt} />
            <Id id={request.id} isCopyable />
          </span>
        </div>
        <h1 className="grid gap-2">
          {request.nodes.map((node) => (
            <span key={node.id} className="grid gap-0.5">
              <span className="flex flex-wrap items-center gap-x-3">
                <bdi className="font-semibold text-2xl">{node.name}</bdi>
                <NodeClass node={node} />
              </span>
              <span className="font-normal">
                <NodePlace node={node} />
              </span>
            </span>
          ))}
        </h1>
      </header>
      <div className="grid gap-1">
        <blockquote className="border-line-strong border-l-2 pl-3 text-xl">
          <p className="whitespace-pre-line">
            <bdi>{request.justification}</bdi>
          </p>
        </blockquote>
        {request.incident !== null && (
          <p className="pl-3.5 font-mono text-soft text-sm">{request.incident}</p>
        )}
        <p className="text-soft">
          {t("request.window.line", { windowSeconds: request.windowSeconds })}
          {isWaiting && (
            <>
              {" · "}
              {t("request.waitsUntil")} <Time at={request.lapsesAt} as="both" />
            </>
          )}
        </p>
      </div>
      <DecisionFacts request={request} policies={policies} />
      {isWaiting && (
        <DecisionBar
          request={request}
          isMine={request.requesterId === viewerId}
          canNarrow={request.windowSeconds > shortestSeconds}
          onOpen={setDialog}
          onWithdraw={onWithdraw}
        />
      )}
      <DecisionDialogs
        dialog={dialog}
        request={request}
        nodeNames={namesOf(request.nodes)}
        shortestSeconds={shortestSeconds}
        onDecide={onDecide}
        onClose={() => setDialog(undefined)}
      />
    </article>
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
          label={t("request.approve", { windowSeconds: request.windowSeconds })}
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

function reasonOf(state: ActionState, who: readonly string[] = []): string | undefined {
  return state.allowed ? undefined : errorSentence(state.code, { who, ...state.params });
}

/** Who can decide instead. */
function othersOf(request: RequestDetail): string[] {
  return [...new Set(request.deciders.flatMap(({ people }) => people.map((person) => person.name)))];
}
