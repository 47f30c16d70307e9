"use client";

import { SquareTerminal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { GRANT_LOOK } from "@/components/looks";
import { namesOf } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Countdown } from "@/components/ui/countdown";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { GrantRow } from "@/lib/grants/views";
import { errorSentence, t, wordFor } from "@/messages/translate";

export interface GrantCardProps {
  grant: GrantRow;
  viewerId: string;
  /** Creates a session on a node; whoever calls it leads on to the terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  onEnd: (reason: string) => Promise<Outcome>;
}

/** An access: until when, a shell on each of its nodes, and its end. */
export function GrantCard({ grant, viewerId, onOpenShell, onEnd }: GrantCardProps) {
  const [isEnding, setIsEnding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [opening, setOpening] = useState<string>();
  const isMine = grant.personId === viewerId;
  const { start, end } = grant.actions;
  const open = async (nodeId: string) => {
    setOpening(nodeId);
    const outcome = await onOpenShell(nodeId);
    setOpening(undefined);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <section
      aria-label={t("grant.title")}
      className="grid max-w-3xl gap-3 rounded-md border border-line bg-raised p-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge look={GRANT_LOOK[grant.isRunning ? "running" : "over"]} />
        {grant.isRunning ? (
          <span>
            {t("grant.until")} <Time at={grant.endsAt} as="absolute" className="font-medium tabular-nums" />{" "}
            <span className="text-soft">
              (<Countdown endsAt={grant.endsAt} />)
            </span>
          </span>
        ) : (
          <span>
            {t("grant.ended", { reason: grant.endReason ? wordFor("end", grant.endReason) : "" })}{" "}
            <Time at={grant.endedAt ?? grant.endsAt} as="both" />
          </span>
        )}
        <span className="text-soft">
          {grant.approvedBy.length > 0
            ? t("grant.approvedBy", { people: grant.approvedBy.join(", ") })
            : t("grant.byRule")}
        </span>
      </div>
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      {grant.isRunning && (
        <div className="flex flex-wrap items-start gap-2">
          {isMine &&
            grant.nodes.map((node) => {
              const session = grant.openSessions.find((one) => one.nodeId === node.id);
              return session ? (
                <Link
                  key={node.id}
                  href={`/sessions/${session.id}/terminal`}
                  className={buttonClass("primary", "large")}
                >
                  <SquareTerminal aria-hidden className="size-4" />
                  {t("grant.goOn", { node: node.name })}
                </Link>
              ) : (
                <Button
                  key={node.id}
                  size="large"
                  variant="primary"
                  isBusy={opening === node.id}
                  disabledReason={start.allowed ? undefined : errorSentence(start.code, start.params)}
                  onClick={() => open(node.id)}
                >
                  <SquareTerminal aria-hidden className="size-4" />
                  {t("grant.open", { node: node.name })}
                </Button>
              );
            })}
          {end.allowed && (
            <Button size="large" onClick={() => setIsEnding(true)}>
              {t("grant.end")}
            </Button>
          )}
        </div>
      )}
      <ReasonDialog
        isOpen={isEnding}
        title={t("grant.end.title", { nodes: namesOf(grant.nodes) })}
        consequence={t("grant.end.consequence")}
        reasonLabel={isMine ? undefined : t("grant.end.reason")}
        confirmLabel={t("grant.end")}
        onConfirm={onEnd}
        onClose={() => setIsEnding(false)}
      />
    </section>
  );
}
