import { NodeHeard } from "@/components/nodes/node-heard";
import Link from "@/components/ui/controls/link";
import { Initials } from "@/components/ui/initials";
import { SideFacts } from "@/components/ui/layout/story";
import { Time } from "@/components/ui/time/time";
import type { NodeLabel } from "@/lib/nodes/views";
import type { OnCallNow } from "@/lib/people/on-call/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t, wordFor } from "@/messages/translate";
import { formatList, formatUtc } from "@/messages/values";
import { peopleOf } from "../asking-facts";

const MOST_NODES = 3;

/** What one looks up beside the story: the requester, the nodes, the access, the rule. */
export function RequestFacts({ request }: { request: RequestDetail }) {
  const nodes = request.matches?.nodes ?? request.nodes;
  return (
    <>
      <SideFacts
        title={t("request.facts.requester")}
        facts={historyOf(request).map((value, index) => ({
          label: index === 0 ? t("request.facts.days") : "",
          value,
        }))}
      >
        <p className="flex items-center gap-2.5">
          <Initials name={request.requesterName} isBig />
          <Link href={`/sessions?person=${request.requesterId}`} className="font-medium hover:underline">
            <bdi>{request.requesterName}</bdi>
          </Link>
        </p>
      </SideFacts>
      {nodes.slice(0, MOST_NODES).map((node) => (
        <SideFacts
          key={node.id}
          title={nodes.length === 1 ? t("request.node") : node.name}
          facts={nodeFacts(request, node)}
        />
      ))}
      <SideFacts
        title={t("request.facts.access")}
        facts={[
          {
            label: t("request.facts.duration"),
            value: t(`request.facts.duration.${request.extension ? "extension" : request.windowStart}`, {
              windowSeconds: request.effective.windowSeconds,
            }),
          },
          { label: t("request.facts.recording"), value: t("request.facts.recording.required") },
          ...(request.obligations.inputRecording === "kept"
            ? [{ label: t("request.facts.keystrokes"), value: t("obligation.input-kept") }]
            : []),
        ]}
      />
      <SideFacts title={t("request.facts.rule")} facts={ruleFacts(request)} />
    </>
  );
}

/** Each number that there is, the worst first, and no word of praise for those that are missing. */
export function historyOf(request: RequestDetail): string[] {
  const { sessions, sessionsOnTheseNodes, ...reviews } = request.history;
  if (sessions + reviews.waitForReview === 0) return [t("history.none")];
  const verdicts = (["violations", "followUps", "waitForReview", "inOrder"] as const).flatMap((kind) =>
    reviews[kind] > 0 ? [t(`history.${kind}`, { count: reviews[kind] })] : [],
  );
  return [
    t("history.sessions", { count: sessions, onThese: sessionsOnTheseNodes }),
    ...(verdicts.length > 0 ? [verdicts.join(" · ")] : []),
  ];
}

function nodeFacts(request: RequestDetail, node: NodeLabel): { label: string; value: React.ReactNode }[] {
  const known = request.nodesNow.find(({ nodeId }) => nodeId === node.id);
  const last = request.lastSessions.find(({ nodeId }) => nodeId === node.id);
  return [
    ...(known
      ? [
          {
            label: t("request.facts.agent"),
            value: (
              <span className="inline-flex flex-wrap items-center gap-x-2">
                <NodeHeard node={known} />
              </span>
            ),
          },
        ]
      : []),
    ...(node.tags.Service === undefined
      ? []
      : [{ label: t("request.facts.service"), value: <bdi>{node.tags.Service}</bdi> }]),
    {
      label: t("request.facts.lastShell"),
      value: last ? (
        <Link href={`/sessions/${last.sessionId}`} className="hover:underline">
          <bdi>{last.personName ?? t("session.imported.person")}</bdi>, <Time at={last.createdAt} />
          {last.verdict !== null && ` (${wordFor("review.verdict", last.verdict)})`}
        </Link>
      ) : (
        t("request.node.never")
      ),
    },
  ];
}

interface Fact {
  label: string;
  value: React.ReactNode;
}

function ruleFacts(request: RequestDetail): Fact[] {
  if (request.deciders.length === 0)
    return [{ label: t("request.facts.needs"), value: t("request.facts.needs.nobody") }];
  return [
    ...request.deciders.flatMap((deciders, index) => demandFacts(deciders, index)),
    ...(request.onCall.length > 0
      ? [{ label: t("request.facts.onCall"), value: <OnCallPeople people={request.onCall} /> }]
      : []),
  ];
}

/** Who is on call, until when, and whose word that is. */
function OnCallPeople({ people }: { people: readonly OnCallNow[] }) {
  return (
    <ul>
      {people.map(({ personId, personName, group, until, source, readAt }) => (
        <li key={`${personId} ${group}`}>
          <bdi>{personName}</bdi>{" "}
          <span className="text-soft">
            (<bdi>{group}</bdi>)
          </span>
          , {t("request.facts.onCall.until", { until: formatUtc(until, "minutes") })}
          <span className="block text-faint text-xs">
            {t("request.facts.onCall.source", { source })} <Time at={readAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function demandFacts(deciders: RequestDetail["deciders"][number], index: number): Fact[] {
  return [
    {
      label: index === 0 ? t("request.facts.needs") : "",
      value: t("request.facts.needs.of", { count: deciders.count, groups: formatList(deciders.groups) }),
    },
    { label: t("request.facts.can"), value: <bdi>{peopleOf(deciders)}</bdi> },
    ...(deciders.given.length > 0
      ? [
          {
            label: t("request.facts.given"),
            value: <bdi>{formatList(deciders.given.map(({ name }) => name))}</bdi>,
          },
        ]
      : []),
  ];
}
