"use client";

import { Check, Eye, Flame, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { GrantDoor } from "@/components/grants/grant-door";
import { namesOf } from "@/components/nodes/node-label";
import { ActionBox } from "@/components/ui/action-box";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { Deadline } from "@/components/ui/time/deadline";
import { TimeLeft } from "@/components/ui/time/time-left";
import { isShellOpen } from "@/lib/grants/request-stage-rules";
import type { GrantRow } from "@/lib/grants/views";
import { tagsText } from "@/lib/nodes/selector";
import { t } from "@/messages/translate";

export interface AccessBoxProps {
  grant: GrantRow;
  isMine: boolean;
  /** With the window starting at the first shell: how long after the approval that may be. */
  startWithinSeconds: number;
  /** Creates a session on a node; whoever calls it leads on to the terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  onEnd: (reason: string) => Promise<Outcome>;
}

/** An access that can be used: the way into each shell, how long still, and its end. */
export function AccessBox(props: AccessBoxProps) {
  const { grant, isMine, startWithinSeconds, onOpenShell, onEnd } = props;
  const [isEnding, setIsEnding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const reason = useOnDemand(() => import("@/components/ui/overlay/reason-dialog"));
  const end = async () => {
    const isThere = await reason.fetch();
    setProblem(isThere ? undefined : t("pages.unreachable"));
    setIsEnding(isThere);
  };
  const [opening, setOpening] = useState<string>();
  const open = async (nodeId: string) => {
    setOpening(nodeId);
    const outcome = await onOpenShell(nodeId);
    setOpening(undefined);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  const isOpen = isShellOpen(grant);
  return (
    <>
      <ActionBox
        tone={grant.isBreakGlass ? "violet" : "green"}
        icon={grant.isBreakGlass ? Flame : isOpen ? SquareTerminal : Check}
        title={<bdi>{titleOf(grant, isOpen)}</bdi>}
        end={<Until grant={grant} startWithinSeconds={startWithinSeconds} />}
        actions={
          <>
            {isMine &&
              grant.matches.map((match, index) => (
                <GrantDoor
                  key={match.node.id}
                  match={match}
                  isAlone={grant.matches.length === 1}
                  isFirst={index === 0}
                  isOpening={opening === match.node.id}
                  onOpen={() => void open(match.node.id)}
                />
              ))}
            {!isMine &&
              grant.openSessions
                .filter(({ state }) => state === "open")
                .map(({ id }) => (
                  <Link key={id} href={`/sessions/${id}`} className={buttonClass()}>
                    <Eye aria-hidden className="size-3.5" />
                    {t("request.access.watch")}
                  </Link>
                ))}
            {grant.actions.end.allowed && (
              <Button variant="quiet" className="sm:ml-auto" onClick={() => void end()}>
                {t("grant.end")}
              </Button>
            )}
          </>
        }
      >
        {!grant.opensAt && (
          <p className="text-soft">{isMine ? hintOf(grant, isOpen) : t("request.access.others")}</p>
        )}
        {grant.osUser !== null && (
          <p className="text-soft">
            <bdi>{t("request.access.osUser", { osUser: grant.osUser })}</bdi>
          </p>
        )}
        {isMine && !grant.opensAt && grant.matches.length === 0 && (
          <p className="text-amber">{t("selector.matches.none")}</p>
        )}
        {problem !== undefined && (
          <Notice tone="red" role="alert">
            {problem}
          </Notice>
        )}
      </ActionBox>
      {reason.loaded && (
        <reason.loaded.ReasonDialog
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
      )}
    </>
  );
}

function titleOf({ approvedBy, windowSeconds, isBreakGlass }: GrantRow, isOpen: boolean): string {
  if (isBreakGlass) return t("request.access.glass", { windowSeconds });
  if (isOpen) return t("request.access.open");
  return approvedBy.length > 0
    ? t("request.access.approved", { people: approvedBy, windowSeconds })
    : t("request.access.byRule", { windowSeconds });
}

function hintOf(grant: GrantRow, isOpen: boolean): string {
  if (isOpen) return t("request.access.open.hint");
  return grant.useBy
    ? t("request.access.useBy.hint", { windowSeconds: grant.windowSeconds })
    : t("request.access.running.hint");
}

function Until({ grant, startWithinSeconds }: { grant: GrantRow; startWithinSeconds: number }) {
  const { useBy, opensAt, endsAt, windowSeconds } = grant;
  if (opensAt)
    return (
      <span>
        {t("request.access.opensAt")} <Deadline at={opensAt} />
      </span>
    );
  return (
    <>
      <span>
        {t(useBy ? "request.access.openBy" : "request.access.until")} <Deadline at={useBy ?? endsAt} />
      </span>
      <TimeLeft endsAt={useBy ?? endsAt} wholeSeconds={useBy ? startWithinSeconds : windowSeconds} />
    </>
  );
}
