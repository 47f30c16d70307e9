import {
  Ban,
  Bell,
  Check,
  ClipboardCheck,
  Flame,
  Scale,
  SquareTerminal,
  TimerOff,
  Undo2,
} from "lucide-react";
import { namesOf } from "@/components/nodes/node-label";
import Link from "@/components/ui/controls/link";
import { Deadline } from "@/components/ui/time/deadline";
import { Moment } from "@/components/ui/time/moment";
import { Timeline, type TimelineItem } from "@/components/ui/timeline";
import { requestStage } from "@/lib/grants/request-stage-rules";
import type { GrantDetail, GrantSession } from "@/lib/grants/views";
import type { EntryKind, RequestEntry } from "@/lib/requests/entries/views";
import type { RequestDecision, RequestDetail } from "@/lib/requests/views";
import type { MessageCode } from "@/messages/codes";
import { t, wordFor } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { asUser } from "../window-text";
import { MOST_SHELLS } from "./shell-table";

type Dated = TimelineItem & { at: Date };

/** What happened with a request, in order: asked, decided, opened, ended, reviewed; and what is still to come. */
export function RequestTimeline({ request, grant }: { request: RequestDetail; grant: GrantDetail | null }) {
  const past = [
    ...asked(request),
    ...request.entries.map(entered),
    ...request.decisions.map((decision) => decided(request, decision)),
    ...judged(request),
    ...closed(request),
    ...(grant?.sessions ?? []).slice(0, MOST_SHELLS).flatMap((session) => shell(request, grant, session)),
    ...ended(grant),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  return <Timeline label={t("request.timeline")} items={[...past, ...toCome(request, grant)]} />;
}

function dated(at: Date, item: Omit<TimelineItem, "time">): Dated {
  return { ...item, at, time: <Moment at={at} /> };
}

function asked(request: RequestDetail): Dated[] {
  const { requesterName: person, windowSeconds, glass } = request;
  const code: MessageCode =
    glass === null
      ? "request.requested"
      : glass.cosignerFor
        ? "glass.timeline.asked"
        : "glass.timeline.broke";
  const mark = glass === null ? { person } : ({ icon: Flame, tone: "violet" } as const);
  const text = (
    <>
      <Who name={person} /> {t(code, { windowSeconds })} <bdi>{asUser(request.osUser)}</bdi>
    </>
  );
  return [dated(request.createdAt, { id: "asked", mark, text })];
}

function decided(request: RequestDetail, decision: RequestDecision): Dated {
  const { id, personName, verdict, comment } = decision;
  const isYes = verdict === "approve";
  const less = [
    decision.windowSeconds === null ? undefined : formatDuration(decision.windowSeconds),
    decision.nodeIds.length === 0
      ? undefined
      : t("request.decided.nodes", {
          nodes: namesOf(request.nodes.filter((node) => decision.nodeIds.includes(node.id))),
        }),
    decision.mostNodes === null ? undefined : t("request.decided.most", { count: decision.mostNodes }),
    decision.osUser === null ? undefined : asUser(decision.osUser),
  ].filter((part) => part !== undefined);
  const text =
    personName === null ? (
      t(request.glass === null ? "request.approved.byRule" : "glass.timeline.byRule")
    ) : (
      <>
        <Who name={personName} /> {t(`request.decided.${verdict}`)} <bdi>{less.join(" ")}</bdi>
        {comment !== null && <Quote text={comment} />}
      </>
    );
  const icon = personName === null ? Scale : isYes ? Check : Ban;
  return dated(decision.createdAt, { id, mark: { icon, tone: isYes ? "green" : "red" }, text });
}

/** What was said of a break-glass afterwards; the words themselves stand in its box. */
function judged({ glass, requesterName }: RequestDetail): Dated[] {
  const { notedAt = null, judgedAt = null, verdict = null, judgedByName = null } = glass ?? {};
  return [
    ...(notedAt === null
      ? []
      : [
          dated(notedAt, {
            id: "noted",
            mark: { person: requesterName },
            text: (
              <>
                <Who name={requesterName} /> {t("glass.timeline.noted")}
              </>
            ),
          }),
        ]),
    ...(judgedAt === null || verdict === null
      ? []
      : [
          dated(judgedAt, {
            id: "judged",
            mark: {
              icon: verdict === "ratified" ? Check : Ban,
              tone: verdict === "ratified" ? "green" : "red",
            },
            text: (
              <>
                <Who name={judgedByName ?? ""} /> {t(`glass.timeline.${verdict}`)}
              </>
            ),
          }),
        ]),
  ];
}

const ENTERED = {
  opened: "request.timeline.openedRequest",
  comment: "request.timeline.commented",
  question: "request.timeline.asked",
  answer: "request.timeline.answered",
  reminder: "request.timeline.reminded",
} as const satisfies Record<EntryKind, MessageCode>;

function entered({ id, kind, personName: person, text, createdAt }: RequestEntry): Dated {
  const mark = kind === "reminder" ? ({ icon: Bell, tone: "neutral" } as const) : { person };
  return dated(createdAt, {
    ...{ id, mark },
    text: (
      <>
        <Who name={person} /> {t(ENTERED[kind])}
        {text !== null && <Quote text={text} />}
      </>
    ),
  });
}

function closed(request: RequestDetail): Dated[] {
  if (request.closedAt === null) return [];
  if (request.state === "withdrawn")
    return [
      dated(request.closedAt, {
        id: "withdrawn",
        mark: { icon: Undo2, tone: "neutral" },
        text: (
          <>
            <Who name={request.requesterName} /> {t("request.timeline.withdrew")}
          </>
        ),
      }),
    ];
  if (request.state !== "lapsed") return [];
  const text = t("request.timeline.expired", { seconds: secondsOf(request.createdAt, request.lapsesAt) });
  return [dated(request.closedAt, { id: "expired", mark: { icon: TimerOff, tone: "neutral" }, text })];
}

function shell(request: RequestDetail, grant: GrantDetail | null, session: GrantSession): Dated[] {
  const { id, openedAt, endedAt, verdict, reviewedAt } = session;
  const node = [...(grant?.nodes ?? []), ...request.nodes].find((one) => one.id === session.nodeId);
  const name = node?.name ?? session.nodeId;
  const link = (text: string) => (
    <Link href={`/sessions/${id}`} className="text-accent underline underline-offset-4">
      {text}
    </Link>
  );
  const sign = { icon: SquareTerminal, tone: "neutral" } as const;
  if (session.state === "failed")
    return [
      dated(endedAt ?? session.createdAt, {
        id,
        mark: sign,
        text: (
          <>
            {t("request.timeline.failed")} <bdi>{name}</bdi> · {link(t("request.timeline.why"))}
          </>
        ),
      }),
    ];
  const items: Dated[] = [];
  if (openedAt)
    items.push(
      dated(openedAt, {
        id: `${id}-opened`,
        mark: { person: request.requesterName },
        text: (
          <>
            <Who name={request.requesterName} /> {t("request.timeline.opened")} <bdi>{name}</bdi>
          </>
        ),
      }),
    );
  if (openedAt && endedAt)
    items.push(
      dated(endedAt, {
        id: `${id}-ended`,
        mark: sign,
        text: (
          <>
            {t("request.timeline.ended", { seconds: secondsOf(openedAt, endedAt) })} <bdi>{name}</bdi>
            {session.endReason !== null && `: ${wordFor("end", session.endReason)}`} ·{" "}
            {link(t("request.timeline.replay"))}
          </>
        ),
      }),
    );
  if (reviewedAt && verdict !== null)
    items.push(
      dated(reviewedAt, {
        id: `${id}-reviewed`,
        mark: { icon: ClipboardCheck, tone: "neutral" },
        text: (
          <>
            {t("request.timeline.reviewed")} <bdi>{name}</bdi>: {wordFor("review.verdict", verdict)}
          </>
        ),
      }),
    );
  return items;
}

function ended(grant: GrantDetail | null): Dated[] {
  if (!grant || grant.isRunning || grant.opensAt) return [];
  // Until the sweep has looked, nobody knows why: the window was over, or it was never used.
  const reason = grant.endReason === null ? "" : `: ${wordFor("end", grant.endReason)}`;
  const text = `${t("request.timeline.over")}${reason}`;
  return [
    dated(grant.endedAt ?? grant.endsAt, { id: "over", mark: { icon: TimerOff, tone: "neutral" }, text }),
  ];
}

/** What is still to come, the next of it marked. */
function toCome(request: RequestDetail, grant: GrantDetail | null): TimelineItem[] {
  const stage = requestStage(request.state, grant);
  const review: TimelineItem = {
    id: "next-review",
    mark: "next",
    text: t("request.timeline.next.review"),
    time: t("request.timeline.within", { seconds: request.reviewWithinSeconds }),
  };
  const shellLater = (mark: "next" | "now", time: React.ReactNode): TimelineItem => ({
    ...{ id: "next-shell", mark, time },
    text: t("request.timeline.next.shell"),
  });
  if (stage === "waiting")
    return [
      {
        id: "next-approval",
        mark: "now",
        text: t("request.timeline.next.approval"),
        time: <Deadline at={request.lapsesAt} />,
      },
      shellLater(
        "next",
        t("request.timeline.within", {
          seconds: request.windowStart === "first-use" ? request.startWithinSeconds : request.windowSeconds,
        }),
      ),
      review,
    ];
  if (stage === "approved" && grant)
    return [shellLater("now", <Deadline at={grant.useBy ?? grant.opensAt ?? grant.endsAt} />), review];
  const unreviewed = (grant?.sessions ?? []).filter(({ openedAt, verdict }) => openedAt && verdict === null);
  if (unreviewed.length === 0) return [];
  const dueAt = unreviewed.map(({ reviewDueAt }) => reviewDueAt).sort(byTime)[0];
  const time = dueAt ? <Deadline at={dueAt} /> : review.time;
  return [{ ...review, time, mark: stage === "ended" ? "now" : "next" }];
}

/** Somebody's own words. */
function Quote({ text }: { text: string }) {
  return (
    <bdi className="block whitespace-pre-line [overflow-wrap:anywhere] border-line-mid border-l-2 pl-2.5 text-ink">
      {text}
    </bdi>
  );
}

function Who({ name }: { name: string }) {
  return <bdi className="font-medium text-ink">{name}</bdi>;
}

function byTime(a: Date | null, b: Date | null): number {
  return (a?.getTime() ?? Number.POSITIVE_INFINITY) - (b?.getTime() ?? Number.POSITIVE_INFINITY);
}

function secondsOf(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}
