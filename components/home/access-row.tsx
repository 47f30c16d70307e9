"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { ThingRow } from "@/components/nodes/thing-row";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Menu } from "@/components/ui/overlay/menu";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { Deadline } from "@/components/ui/time/deadline";
import { TimeLeft } from "@/components/ui/time/time-left";
import type { GrantRow } from "@/lib/grants/views";
import { tagsText } from "@/lib/nodes/selector";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";

export interface AccessRowProps {
  grant: GrantRow;
  /** The one filled button of the page. */
  isFirst: boolean;
  /** Creates a session on a node and leads to its terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  onEnd: (reason: string) => Promise<Outcome>;
}

/** One of my accesses in force: where, how long still, the way into its shell and its end. */
export function AccessRow({ grant, isFirst, onOpenShell, onEnd }: AccessRowProps) {
  const [isEnding, setIsEnding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isOpening, setIsOpening] = useState(false);
  const { useBy, endsAt, startsAt, windowSeconds } = grant;
  const nodes = grant.nodes.length > 0 ? grant.nodes : grant.matches.map(({ node }) => node);
  const names = nodes.length > 0 ? formatList(nodes.map(({ name }) => name)) : nameOf(grant);
  const open = async (nodeId: string) => {
    setIsOpening(true);
    const outcome = await onOpenShell(nodeId);
    setIsOpening(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  const wholeSeconds = useBy
    ? (new Date(useBy).getTime() - new Date(startsAt).getTime()) / 1000
    : windowSeconds;
  return (
    <ThingRow
      nodes={nodes}
      name={nodes.length > 0 ? undefined : nameOf(grant)}
      time={<TimeLeft endsAt={useBy ?? endsAt} wholeSeconds={wholeSeconds} />}
      action={
        <>
          <Door
            grant={grant}
            names={names}
            isFirst={isFirst}
            isOpening={isOpening}
            onOpen={(nodeId) => void open(nodeId)}
          />
          <Menu
            label={t("home.access.more", { nodes: names })}
            as="bare"
            className="w-44"
            trigger={<Ellipsis aria-hidden className="size-4 text-faint" />}
          >
            <Link
              href={`/requests/${grant.requestId}`}
              className="flex min-h-11 items-center rounded-md px-2.5 font-medium text-sm hover:bg-hover sm:min-h-8"
            >
              {t("home.access.request")}
            </Link>
            {grant.actions.end.allowed && (
              <button
                type="button"
                aria-label={t("home.access.end", { nodes: names })}
                onClick={() => setIsEnding(true)}
                className="flex min-h-11 w-full cursor-pointer items-center rounded-md px-2.5 font-medium text-red text-sm hover:bg-red-wash sm:min-h-8"
              >
                {t("grant.end")}
              </button>
            )}
          </Menu>
        </>
      }
    >
      <span className="text-sm text-soft">
        <bdi>{stateOf(grant)}</bdi>
        {" · "}
        {useBy ? (
          t("home.access.useBy", { windowSeconds })
        ) : (
          <>
            {t("home.access.ends")} <Deadline at={endsAt} />
          </>
        )}
      </span>
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <ReasonDialog
        isOpen={isEnding}
        title={t("grant.end.title", { nodes: names })}
        consequence={t("grant.end.consequence")}
        confirmLabel={t("grant.end")}
        onConfirm={onEnd}
        onClose={() => setIsEnding(false)}
      />
    </ThingRow>
  );
}

function nameOf({ selector, justification }: GrantRow): string {
  return selector === null ? justification : tagsText(selector);
}

function stateOf({ openSessions, approvedBy }: GrantRow): string {
  const [first] = openSessions;
  if (openSessions.length > 1) return t("home.access.open.many", { count: openSessions.length });
  if (first) return t(first.openedAt === null ? "home.access.opening" : "home.access.open");
  return approvedBy.length > 0 ? t("home.access.approved", { people: approvedBy }) : t("home.access.byRule");
}

interface DoorProps {
  grant: GrantRow;
  names: string;
  isFirst: boolean;
  isOpening: boolean;
  onOpen: (nodeId: string) => void;
}

/** To the shell that is open; else to a new one, where there is only one node; else to the request's page. */
function Door({ grant, names, isFirst, isOpening, onOpen }: DoorProps) {
  const { openSessions, matches, requestId } = grant;
  const [session] = openSessions;
  if (openSessions.length === 1 && session) {
    const node = grant.nodes.find(({ id }) => id === session.nodeId)?.name ?? names;
    return (
      <Link
        href={`/sessions/${session.id}/terminal`}
        aria-label={t("grant.goOn", { node })}
        className={buttonClass()}
      >
        {t("grant.return")}
      </Link>
    );
  }
  const [only, another] = matches.filter(({ start }) => start.allowed);
  if (openSessions.length === 0 && only && !another)
    return (
      <Button
        variant={isFirst ? "primary" : "secondary"}
        isBusy={isOpening}
        aria-label={t("grant.open", { node: only.node.name })}
        onClick={() => onOpen(only.node.id)}
      >
        {t("action.openShell")}
      </Button>
    );
  return (
    <Link
      href={`/requests/${requestId}`}
      aria-label={t("home.access.choose", { nodes: names })}
      className={buttonClass(isFirst && only ? "primary" : "secondary")}
    >
      {t(only ? "action.openShell" : "home.view")}
    </Link>
  );
}
