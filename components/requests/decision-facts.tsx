import Link from "next/link";
import { namesOf } from "@/components/nodes/node-label";
import { Facts } from "@/components/ui/layout/facts";
import { Time } from "@/components/ui/time/time";
import type { NodeLabel } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import type { PolicyPreview } from "@/lib/session-policy/views";
import { t, wordFor } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { peopleOf } from "./asking-facts";
import { PolicyView } from "./policy-view";

interface DecisionFactsProps {
  request: RequestDetail;
  policies: readonly PolicyPreview[];
}

/** What one has to know before saying yes. */
export function DecisionFacts({ request, policies }: DecisionFactsProps) {
  return (
    <Facts
      facts={[
        // Nothing can come of it any more: what it would have permitted is no fact.
        ...(request.state === "waiting" || request.state === "approved"
          ? [{ label: t("request.permits"), value: <Permits request={request} policies={policies} /> }]
          : []),
        {
          label: t("history", { person: request.requesterName }),
          value: <History request={request} />,
        },
        {
          label: t(nodesOf(request).length > 1 ? "request.nodes.these" : "request.node"),
          value: <LastSessions request={request} />,
        },
        { label: t("request.deciders"), value: <Deciders request={request} /> },
        ...(request.decisions.length > 0
          ? [{ label: t("request.decisions"), value: <Decisions request={request} /> }]
          : []),
      ]}
    />
  );
}

function Permits({ request, policies }: DecisionFactsProps) {
  return (
    <div className="grid gap-2">
      {request.effective.isNarrowed && (
        <p className="text-blue">
          {t("request.effective", {
            windowSeconds: request.effective.windowSeconds,
            nodes: request.effective.nodes ? namesOf(request.effective.nodes) : "",
            count: request.effective.mostNodes ?? undefined,
          })}
        </p>
      )}
      <p>
        {request.selector === null
          ? t("request.permits.line", { nodes: namesOf(request.effective.nodes ?? request.nodes) })
          : t("request.permits.line.selector", { count: request.effective.mostNodes ?? 1 })}
      </p>
      {policies.length > 0 && (
        <PolicyView
          policies={policies.map((policy) => ({
            ...policy,
            nodeName: nodesOf(request).find((node) => node.id === policy.nodeId)?.name ?? policy.nodeId,
          }))}
        />
      )}
      <p className="text-faint text-sm">{t("request.permits.late")}</p>
    </div>
  );
}

/** The machines that the request is about today. */
function nodesOf(request: RequestDetail): readonly NodeLabel[] {
  return request.matches?.nodes ?? request.nodes;
}

function History({ request }: { request: RequestDetail }) {
  const { sessions, sessionsOnTheseNodes, ...reviews } = request.history;
  if (sessions + reviews.waitForReview === 0) return t("history.none");
  // Each number that there is, the worst first, and no word of praise for those that are missing.
  const parts = [
    t("history.sessions", { count: sessions, onThese: sessionsOnTheseNodes }),
    ...(["violations", "followUps", "waitForReview", "inOrder"] as const).map((kind) =>
      reviews[kind] > 0 ? t(`history.${kind}`, { count: reviews[kind] }) : undefined,
    ),
  ];
  return (
    <>
      {parts.filter(Boolean).join(" · ")}{" "}
      <Link
        href={`/sessions?person=${request.requesterId}`}
        className="text-accent underline underline-offset-4"
      >
        {t("history.show")}
      </Link>
    </>
  );
}

function LastSessions({ request }: { request: RequestDetail }) {
  return (
    <ul>
      {nodesOf(request).map((node) => {
        const last = request.lastSessions.find((session) => session.nodeId === node.id);
        return (
          <li key={node.id}>
            {nodesOf(request).length > 1 && (
              <>
                <bdi>{node.name}</bdi>:{" "}
              </>
            )}
            {last ? (
              <>
                {t("request.node.last", { person: last.personName ?? t("session.imported.person") })}{" "}
                <Time at={last.createdAt} />
                {last.verdict !== null && ` (${wordFor("review.verdict", last.verdict)})`}
              </>
            ) : (
              t("request.node.never")
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Deciders({ request }: { request: RequestDetail }) {
  if (request.deciders.length === 0)
    return <p>{t("request.decided.rule", { version: request.ruleVersion })}</p>;
  return (
    <ul>
      {request.deciders.map((deciders) => (
        <li key={deciders.groups.join()}>
          {t("request.needs", { count: deciders.count, groups: deciders.groups })}
          <span className="text-soft"> · {peopleOf(deciders)}</span>
          {deciders.given.length > 0 && (
            <span className="block text-green">
              {t("request.needs.given", { people: formatList(deciders.given) })}
            </span>
          )}
        </li>
      ))}
      <li className="text-faint text-sm">{t("request.rule", { version: request.ruleVersion })}</li>
    </ul>
  );
}

function Decisions({ request }: { request: RequestDetail }) {
  return (
    <ul className="grid gap-1">
      {request.decisions.map((decision) => (
        <li key={decision.id}>
          {decision.personName === null
            ? t("request.decided.rule", { version: decision.ruleVersion })
            : t(`request.decided.${decision.verdict}`, { person: decision.personName })}
          {decision.windowSeconds !== null &&
            ` ${t("request.decided.narrowed", { windowSeconds: decision.windowSeconds })}`}
          {decision.nodeIds.length > 0 &&
            ` ${t("request.decided.nodes", {
              nodes: namesOf(request.nodes.filter(({ id }) => decision.nodeIds.includes(id))),
            })}`}
          {decision.mostNodes !== null && ` ${t("request.decided.most", { count: decision.mostNodes })}`}{" "}
          <Time at={decision.createdAt} className="text-faint tabular-nums" />
          {decision.comment !== null && (
            <span className="block whitespace-pre-line text-soft">
              “<bdi>{decision.comment}</bdi>”
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
