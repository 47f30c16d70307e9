import Link from "next/link";
import { NodeClass, NodesClass, namesOf } from "@/components/nodes/node-label";
import { buttonClass } from "@/components/ui/controls/button-class";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time/time";
import type { WaitingItem } from "@/lib/overview/views";
import type { RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatDuration, formatList } from "@/messages/values";
import { DueTime } from "./due-time";

/** One thing that waits for the viewer, with the one thing to do about it. */
export function WaitingCard({ item }: { item: WaitingItem }) {
  return item.kind === "decision" ? <Decision item={item} /> : <Review item={item} />;
}

type Of<K extends WaitingItem["kind"]> = Extract<WaitingItem, { kind: K }>;

function Decision({ item }: { item: Of<"decision"> }) {
  const { request, part } = item;
  return (
    <li className={cardClass(part === "find" ? "border-amber-line" : "border-blue-line")}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="min-w-0 font-semibold text-lg">
          {request.requesterName} <span aria-hidden>→</span> <bdi>{whereOf(request)}</bdi>
        </span>
        <NodesClass nodes={request.nodes} />
        <span className="ml-auto text-soft tabular-nums">{windowOf(request)}</span>
      </div>
      <p className="line-clamp-3">
        “<bdi>{request.justification}</bdi>”
      </p>
      <Find item={item} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link
          href={`/requests/${request.id}`}
          className={cx(buttonClass(part === "take" ? "primary" : "secondary"), "max-sm:min-h-11")}
        >
          {t(part === "take" ? "request.review" : "inbox.find.look")}
        </Link>
        {request.incident !== null && (
          <span className="font-mono text-soft text-xs">
            <bdi>{request.incident}</bdi>
          </span>
        )}
        <span className="ml-auto text-right text-soft text-sm">
          <DueTime dueAt={request.lapsesAt} kind="lapse" />
        </span>
      </div>
      <Facts item={item} since={t("inbox.asked")} />
    </li>
  );
}

function Review({ item }: { item: Of<"review"> }) {
  const { review, part, dueAt } = item;
  return (
    <li className={cardClass(review.isOverdue || part === "find" ? "border-amber-line" : "border-line")}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="min-w-0 font-medium">
          {review.session.personName ?? t("session.imported.person")} <span aria-hidden>→</span>{" "}
          <bdi>{review.node.name}</bdi>
        </span>
        <NodeClass node={review.node} />
      </div>
      {review.request && (
        <p className="line-clamp-2 text-soft">
          “<bdi>{review.request.justification}</bdi>”
        </p>
      )}
      <Find item={item} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link
          href={`/sessions/${review.session.id}`}
          className={cx(buttonClass("secondary"), "max-sm:min-h-11")}
        >
          {t("review.watch")}
        </Link>
        <span className="ml-auto text-right text-soft text-sm">
          <DueTime dueAt={dueAt ?? review.dueAt} kind="due" />
        </span>
      </div>
      <Facts item={item} since={t("inbox.since")} />
    </li>
  );
}

/** To whom it was escalated: it does not say that their yes counts, but whose does. */
function Find({ item }: { item: WaitingItem }) {
  if (item.part === "take") return null;
  const { kind, others, groups } = item;
  return (
    <p className="text-amber text-sm">
      <bdi>{t(`inbox.find.${kind}`, { groups, people: others.slice(0, NAMES) })}</bdi>
    </p>
  );
}

const NAMES = 3;

function Facts({ item, since }: { item: WaitingItem; since: string }) {
  const { part, remindedAt, escalatedAt, escalatedTo } = item;
  return (
    <p className="flex flex-wrap gap-x-2 gap-y-0.5 text-faint text-xs">
      <span>
        {since} <Time at={item.since} />
      </span>
      {remindedAt && (
        <Fact>
          {t("inbox.reminded")} <Time at={remindedAt} />
        </Fact>
      )}
      {escalatedAt && (
        <Fact>
          <bdi>{t("inbox.escalated", { groups: formatList(escalatedTo) })}</bdi> <Time at={escalatedAt} />
        </Fact>
      )}
      {part === "take" && <Fact>{othersOf(item.others)}</Fact>}
    </p>
  );
}

function Fact({ children }: { children: React.ReactNode }) {
  return (
    <span>
      <span aria-hidden>· </span>
      {children}
    </span>
  );
}

function othersOf(others: readonly string[]): string {
  if (others.length === 0) return t("inbox.others.none");
  const people = formatList(others.slice(0, NAMES));
  const rest = others.length - NAMES;
  return rest > 0 ? t("inbox.others.more", { people, count: rest }) : t("inbox.others", { people });
}

function cardClass(border: string): string {
  return cx("grid gap-2 rounded-md border bg-raised p-3", border);
}

/** The nodes by name, or what a selector says: names were written by others. */
function whereOf(request: RequestRow): string {
  const { selector, mostNodes, nodes } = request;
  if (selector)
    return t("inbox.selector", {
      count: mostNodes ?? 1,
      tags: formatList(Object.entries(selector.tags).map(([key, value]) => `${key}=${value}`)),
    });
  const [first, ...others] = nodes;
  return others.length > 1 ? `${first?.name} +${others.length}` : namesOf(nodes) || "–";
}

function windowOf({ windowSeconds, windowStart }: RequestRow): string {
  return windowStart === "first-use"
    ? t("inbox.window.first-use", { windowSeconds })
    : formatDuration(windowSeconds);
}
