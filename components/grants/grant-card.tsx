"use client";

import { useState } from "react";
import { GRANT_LOOK } from "@/components/badges/grant";
import { namesOf } from "@/components/nodes/node-label";
import { SelectorLabel } from "@/components/requests/scope-label";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { StateBadge } from "@/components/ui/state-badge";
import type { GrantRow } from "@/lib/grants/views";
import { tagsText } from "@/lib/nodes/selector";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { GrantDoor } from "./grant-door";
import { GrantTime } from "./grant-time";

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
  const { end } = grant.actions;
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
        <GrantTime grant={grant} />
        <span className="text-soft">
          {grant.approvedBy.length > 0
            ? t("grant.approvedBy", { people: formatList(grant.approvedBy) })
            : t("grant.byRule")}
        </span>
      </div>
      {grant.selector !== null && (
        <p className="text-soft">
          {t("selector.most", { count: grant.mostNodes ?? 1 })}: <SelectorLabel selector={grant.selector} />
        </p>
      )}
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      {grant.isRunning && (
        <div className="flex flex-wrap items-start gap-2">
          {isMine &&
            grant.matches.map((match) => (
              <GrantDoor
                key={match.node.id}
                match={match}
                isOpening={opening === match.node.id}
                onOpen={() => open(match.node.id)}
              />
            ))}
          {isMine && grant.matches.length === 0 && <p className="text-amber">{t("selector.matches.none")}</p>}
          {end.allowed && (
            <Button size="large" onClick={() => setIsEnding(true)}>
              {t("grant.end")}
            </Button>
          )}
        </div>
      )}
      <ReasonDialog
        isOpen={isEnding}
        title={t("grant.end.title", {
          nodes: grant.selector === null ? namesOf(grant.nodes) : tagsText(grant.selector),
        })}
        consequence={t("grant.end.consequence")}
        reasonLabel={isMine ? undefined : t("grant.end.reason")}
        confirmLabel={t("grant.end")}
        onConfirm={onEnd}
        onClose={() => setIsEnding(false)}
      />
    </section>
  );
}
