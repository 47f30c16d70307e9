import type { ReactNode } from "react";
import { requestRowLook } from "@/components/badges/request-stage";
import { sessionLook } from "@/components/badges/session";
import { shellReviewLook } from "@/components/badges/shell-review";
import { BarTitle, ThingHead } from "@/components/frame/page-head";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Facts } from "@/components/ui/layout/facts";
import { RowLink, Rows } from "@/components/ui/layout/rows";
import { Section } from "@/components/ui/layout/section";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import { tagToQuery } from "@/lib/nodes/selector";
import type { NodeDetail, NodeRequest, NodeSession } from "@/lib/nodes/views";
import { REQUEST_STATES } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";
import { NodeHeard } from "./node-heard";
import { NodeClass, NodePlace } from "./node-label";

interface NodeViewProps {
  node: NodeDetail;
  /** The star, with what it does. */
  star: ReactNode;
  /** The viewer's own running access to it: its door stands here instead of the question. */
  access: ReactNode;
  /** Who can request access, for those who may know it. */
  who: ReactNode;
}

/** One node: can it be reached, who is on it, what was done on it. */
export function NodeView({ node, star, access, who }: NodeViewProps) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-3">
        <BarTitle parent={{ href: "/nodes", label: t("nav.nodes") }}>
          <bdi className="truncate">{node.name}</bdi>
        </BarTitle>
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <ThingHead
            name={<bdi className="break-words">{node.name}</bdi>}
            beside={
              <>
                <NodeClass node={node} as="head" />
                {star}
              </>
            }
            facts={
              <>
                <NodePlace node={node} />
                <span className="inline-flex items-center gap-2">
                  <NodeHeard node={node} />
                </span>
              </>
            }
          />
          {access === null && <AskAction node={node} />}
        </div>
        {node.missingSince && (
          <Notice tone="amber">
            {t("node.missingSince")} <Time at={node.missingSince} as="both" />
          </Notice>
        )}
        {node.accountFailure !== null && (
          <Notice tone="amber">
            {t("node.list.failure", { account: node.accountName, reason: node.accountFailure })}
          </Notice>
        )}
      </div>
      {access}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid content-start gap-6">
          <Section title={t("node.requests")}>
            <RequestRows requests={node.recentRequests} />
          </Section>
          <Section title={t("node.sessions")}>
            <SessionRows sessions={node.recentSessions} />
          </Section>
          {who && <Section title={t("node.who")}>{who}</Section>}
        </div>
        <div className="grid content-start gap-6">
          <Section title={t("node.onNow")}>
            <OnNow node={node} />
          </Section>
          <Section title={t("node.facts")}>
            <NodeFacts node={node} />
          </Section>
        </div>
      </div>
    </div>
  );
}

function AskAction({ node }: { node: NodeDetail }) {
  const { request } = node;
  if (request.allowed)
    return (
      <span className="grid gap-1 sm:justify-items-end">
        <Link href={`/requests/new?node=${node.id}`} className={buttonClass("primary", "large")}>
          {t("node.ask")}
        </Link>
        <LikeThis node={node} />
      </span>
    );
  return (
    <div className="grid max-w-xs gap-1">
      <button
        type="button"
        aria-disabled
        aria-describedby="ask-reason"
        className={buttonClass("primary", "large")}
      >
        {t("node.ask")}
      </button>
      <p id="ask-reason" className="text-soft text-xs">
        {errorSentence(request.code, request.params)}
      </p>
    </div>
  );
}

/** Asks for whatever machine does this one's work, so that a replaced one is still meant. */
function LikeThis({ node }: { node: NodeDetail }) {
  const key = GROUP_TAGS.find((tag) => node.tags[tag] !== undefined);
  const value = key === undefined ? undefined : node.tags[key];
  if (key === undefined || value === undefined) return null;
  const query = new URLSearchParams({
    by: "tags",
    account: node.accountId,
    region: node.region,
    tag: tagToQuery(key, value),
  });
  return (
    <Link href={`/requests/new?${query}`} className="text-accent text-sm underline underline-offset-4">
      {t("node.ask.like", { tag: `${key}=${value}` })}
    </Link>
  );
}

/** What says that machines do the same work, the surest first. */
const GROUP_TAGS = ["aws:autoscaling:groupName", "Service"];

function OnNow({ node }: { node: NodeDetail }) {
  if (node.onNow.length === 0) return <p className="text-soft">{t("node.onNow.none")}</p>;
  return (
    <ul className="grid gap-1">
      {node.onNow.map((one) => (
        <li key={`${one.personId}-${one.since.getTime()}`}>
          {one.sessionId === null ? (
            (one.personName ?? t("session.imported.person"))
          ) : (
            <Link
              href={`/sessions/${one.sessionId}`}
              className="underline decoration-line-strong underline-offset-4"
            >
              {one.personName ?? t("session.imported.person")}
            </Link>
          )}{" "}
          <span className="text-soft">
            {t("node.onNow.since")} <Time at={one.since} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function NodeFacts({ node }: { node: NodeDetail }) {
  const tags = Object.entries(node.tags);
  return (
    <Facts
      facts={[
        { label: t("node.id"), value: <Id id={node.id} isCopyable isWhole /> },
        { label: t("node.host"), value: <bdi className="break-all font-mono text-xs">{node.hostName}</bdi> },
        { label: t("node.account"), value: <bdi>{`${node.accountName} (${node.accountId})`}</bdi> },
        { label: t("node.region"), value: node.region },
        { label: t("node.platform"), value: <bdi>{node.platform}</bdi> },
        { label: t("node.agent"), value: <bdi>{node.agentVersion}</bdi> },
        { label: t("node.ip"), value: node.ip ?? "–" },
        {
          label: t("node.heard"),
          value: node.pingAt ? <Time at={node.pingAt} as="both" /> : t("node.neverHeard"),
        },
        { label: t("node.read"), value: <Time at={node.readAt} as="both" /> },
        {
          label: t("node.tags"),
          value: (
            <ul className="font-mono text-xs leading-5">
              {tags.map(([name, value]) => (
                <li key={name}>
                  <bdi>{name}</bdi>=<bdi>{value}</bdi>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}

function RequestRows({ requests }: { requests: readonly NodeRequest[] }) {
  if (requests.length === 0) return <EmptyState kind="nothing">{t("node.requests.none")}</EmptyState>;
  return (
    <Rows label={t("node.requests")}>
      {requests.map((request) => {
        const state = REQUEST_STATES.find((one) => one === request.state);
        return (
          <RowLink key={request.id} href={`/requests/${request.id}`} name={request.requesterName}>
            <bdi className="min-w-0 flex-1 truncate text-soft">{request.justification}</bdi>
            {state && <StateBadge look={requestRowLook({ ...request, state })} />}
            <Time at={request.createdAt} className="text-faint text-sm" />
          </RowLink>
        );
      })}
    </Rows>
  );
}

function SessionRows({ sessions }: { sessions: readonly NodeSession[] }) {
  if (sessions.length === 0) return <EmptyState kind="nothing">{t("node.sessions.none")}</EmptyState>;
  return (
    <Rows label={t("node.sessions")}>
      {sessions.map((session) => (
        <RowLink
          key={session.id}
          href={`/sessions/${session.id}`}
          name={session.personName ?? t("session.imported.person")}
        >
          <StateBadge look={sessionLook(session.state)} />
          {session.review && <StateBadge look={shellReviewLook(session.review)} as="plain" />}
          <Time at={session.createdAt} className="ml-auto text-faint text-sm" />
        </RowLink>
      ))}
    </Rows>
  );
}
