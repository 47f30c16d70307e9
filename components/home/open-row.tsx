"use client";

import { Circle, SquareTerminal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { NodesClass, namesOf } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import { cx } from "@/components/ui/cx";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { Countdown } from "@/components/ui/time/countdown";
import type { GrantRow } from "@/lib/grants/views";
import { t } from "@/messages/translate";

export interface OpenRowProps {
  grant: GrantRow;
  isMine: boolean;
  /** Creates a session on a node and leads to its terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  onEnd: (reason: string) => Promise<Outcome>;
}

const THUMB = "max-sm:min-h-11 max-sm:px-3";

/** One access in force: where, how long it still runs, whose, the way in and the end. */
export function OpenRow({ grant, isMine, onOpenShell, onEnd }: OpenRowProps) {
  const [isEnding, setIsEnding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isOpening, setIsOpening] = useState(false);
  const nodes = grant.nodes.length > 0 ? grant.nodes : grant.matches.map(({ node }) => node);
  const open = async (nodeId: string) => {
    setIsOpening(true);
    const outcome = await onOpenShell(nodeId);
    setIsOpening(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <li className="grid gap-2 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link href={`/requests/${grant.requestId}`} className="min-w-0 font-medium hover:underline">
          <bdi>{namesOf(nodes) || grant.justification}</bdi>
        </Link>
        <NodesClass nodes={nodes} />
        <Left grant={grant} />
        <span className="text-soft">{grant.personName}</span>
        {grant.openSessions.length > 0 && (
          <span className="inline-flex items-center gap-1 text-green text-xs">
            <Circle aria-hidden className="size-2 fill-current" />
            {t("terminal.recorded")}
          </span>
        )}
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <WayIn grant={grant} isMine={isMine} isOpening={isOpening} onOpen={(nodeId) => void open(nodeId)} />
          {grant.actions.end.allowed && (
            <Button
              size="small"
              variant="quiet"
              className={THUMB}
              aria-label={t("home.open.end", { nodes: namesOf(nodes) })}
              onClick={() => setIsEnding(true)}
            >
              {t("action.end")}
            </Button>
          )}
        </span>
      </div>
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <ReasonDialog
        isOpen={isEnding}
        title={t("grant.end.title", { nodes: namesOf(nodes) })}
        consequence={t("grant.end.consequence")}
        reasonLabel={isMine ? undefined : t("grant.end.reason")}
        confirmLabel={t("grant.end")}
        onConfirm={onEnd}
        onClose={() => setIsEnding(false)}
      />
    </li>
  );
}

/** How long it runs; where the first use begins it, until when that must be and how long it then is. */
function Left({ grant }: { grant: GrantRow }) {
  if (!grant.useBy) return <Countdown endsAt={grant.endsAt} />;
  return (
    <span className="tabular-nums">
      {t("home.open.useBy")} <Countdown endsAt={grant.useBy} />,{" "}
      {t("home.open.then", { windowSeconds: grant.windowSeconds })}
    </span>
  );
}

interface WayInProps {
  grant: GrantRow;
  isMine: boolean;
  isOpening: boolean;
  onOpen: (nodeId: string) => void;
}

/** To the terminal that is open; else to a new one, where there is only one node; else to the request's page. */
function WayIn({ grant, isMine, isOpening, onOpen }: WayInProps) {
  const link = (href: string, text: string, label: string) => (
    <Link href={href} aria-label={label} className={cx(buttonClass("secondary", "small"), THUMB)}>
      {isMine && <SquareTerminal aria-hidden className="size-3.5" />}
      {text}
    </Link>
  );
  const nodes = namesOf(grant.nodes);
  const [session] = grant.openSessions;
  if (!isMine)
    return link(
      session ? `/sessions/${session.id}` : `/requests/${grant.requestId}`,
      t("home.open.look"),
      `${t("home.open.look")}: ${nodes}`,
    );
  if (grant.openSessions.length === 1 && session) {
    const node = grant.nodes.find(({ id }) => id === session.nodeId)?.name ?? nodes;
    return link(`/sessions/${session.id}/terminal`, t("action.open"), t("home.open.goOn", { node }));
  }
  const startable = grant.matches.filter(({ start }) => start.allowed);
  const [only] = startable;
  if (grant.openSessions.length === 0 && startable.length === 1 && only)
    return (
      <Button
        size="small"
        isBusy={isOpening}
        className={THUMB}
        aria-label={t("home.open.shell", { node: only.node.name })}
        onClick={() => onOpen(only.node.id)}
      >
        <SquareTerminal aria-hidden className="size-3.5" />
        {t("action.open")}
      </Button>
    );
  return link(`/requests/${grant.requestId}`, t("action.open"), t("home.open.at", { nodes }));
}
