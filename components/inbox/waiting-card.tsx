import { requestRowLook } from "@/components/badges/request-stage";
import { namesOf } from "@/components/nodes/node-label";
import { ThingRow } from "@/components/nodes/thing-row";
import { asUser } from "@/components/requests/window-text";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Initials } from "@/components/ui/initials";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { WaitingItem } from "@/lib/overview/views";
import type { RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatDuration, formatList } from "@/messages/values";
import { DueTime } from "./due-time";
import { TimeToDecide } from "./time-to-decide";

/** One thing that waits for the viewer, with the one thing to do about it. */
export function WaitingCard({ item }: { item: WaitingItem }) {
  switch (item.kind) {
    case "decision":
      return <Decision item={item} />;
    case "ratification":
    case "note":
      return <Glass item={item} />;
    case "review":
      return <Review item={item} />;
  }
}

type Of<K extends WaitingItem["kind"]> = Extract<WaitingItem, { kind: K }>;

/** A broken glass: an approver is to ratify or disown it, and whoever broke it owes a note. */
function Glass({ item }: { item: Of<"ratification" | "note"> }) {
  const { request, part, dueAt } = item;
  const todo = item.kind === "note" ? "note" : "ratify";
  const named = { person: request.requesterName, nodes: whereOf(request) };
  return (
    <ThingRow
      nodes={request.nodes}
      time={
        <span className="inline-flex items-center gap-2 whitespace-nowrap text-sm text-soft">
          <StateBadge look={requestRowLook(request)} as="row" />
          {dueAt && <DueTime dueAt={dueAt} />}
        </span>
      }
      action={
        <Link
          href={`/requests/${request.id}`}
          aria-label={t(part === "take" ? `inbox.${todo}.on` : "inbox.find.look.on", named)}
          className={buttonClass()}
        >
          {t(part === "take" ? `inbox.${todo}` : "inbox.find.look")}
        </Link>
      }
    >
      <p className="line-clamp-2 max-w-prose break-words">
        <bdi>{request.justification}</bdi>
      </p>
      <Find item={item} />
      <Facts item={item} person={request.requesterName} about={[]} />
    </ThingRow>
  );
}

function Decision({ item }: { item: Of<"decision"> }) {
  const { request, part } = item;
  const { nodes, selector, incident } = request;
  const named = { person: request.requesterName, nodes: whereOf(request) };
  return (
    <ThingRow
      nodes={nodes}
      name={selector === null && nodes.length > 0 ? undefined : whereOf(request)}
      time={<TimeToDecide at={request.lapsesAt} />}
      action={
        <>
          <Link
            href={`/requests/${request.id}`}
            aria-label={t(part === "take" ? "inbox.review.on" : "inbox.find.look.on", named)}
            className={buttonClass()}
          >
            {t(part === "take" ? "request.review" : "inbox.find.look")}
          </Link>
          {part === "take" && (
            // On a phone: the request's page with its confirmation, so that it is two taps from here.
            <Link
              href={`/requests/${request.id}?decide=approve`}
              aria-label={t("inbox.approve.on", named)}
              className={cx(buttonClass(), "rail:hidden")}
            >
              {t("inbox.approve")}
            </Link>
          )}
        </>
      }
    >
      <p className="line-clamp-2 max-w-prose break-words">
        <bdi>{request.justification}</bdi>
      </p>
      <Find item={item} />
      <Facts
        item={item}
        person={request.requesterName}
        about={[windowOf(request), ...(incident === null ? [] : [incident])]}
      />
    </ThingRow>
  );
}

function Review({ item }: { item: Of<"review"> }) {
  const { review, dueAt } = item;
  const person = review.session.personName ?? t("session.imported.person");
  return (
    <ThingRow
      nodes={[review.node]}
      time={
        <span className="whitespace-nowrap text-sm text-soft">
          <DueTime dueAt={dueAt ?? review.dueAt} />
        </span>
      }
      action={
        <Link
          href={`/sessions/${review.session.id}`}
          aria-label={t("inbox.watch.on", { person, node: review.node.name })}
          className={buttonClass()}
        >
          {t("review.watch")}
        </Link>
      }
    >
      {review.request && (
        <p className="line-clamp-2 max-w-prose break-words">
          <bdi>{review.request.justification}</bdi>
        </p>
      )}
      <Find item={item} />
      <Facts item={item} person={person} about={[]} />
    </ThingRow>
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

function Facts({ item, person, about }: { item: WaitingItem; person: string; about: readonly string[] }) {
  const { part, remindedAt, escalatedAt, escalatedTo } = item;
  return (
    // A dot stands behind what another follows: a line that begins with one reads as if something were missing.
    <p className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-faint text-sm [&>*:not(:last-child)]:after:ml-1.5 [&>*:not(:last-child)]:after:content-['·'/'']">
      <span className="inline-flex min-w-0 items-center">
        <Initials name={person} />
        <bdi className="ml-1.5 max-w-60 truncate text-soft">{person}</bdi>
      </span>
      {about.map((fact) => (
        <bdi key={fact}>{fact}</bdi>
      ))}
      <span>
        {t("inbox.since")} <Time at={item.since} as="age" />
      </span>
      {remindedAt && (
        <span>
          {t("inbox.reminded")} <Time at={remindedAt} />
        </span>
      )}
      {escalatedAt && (
        <span>
          <bdi>{t("inbox.escalated", { groups: formatList(escalatedTo) })}</bdi> <Time at={escalatedAt} />
        </span>
      )}
      {part === "take" && <span>{othersOf(item.others)}</span>}
    </p>
  );
}

function othersOf(others: readonly string[]): string {
  if (others.length === 0) return t("inbox.others.none");
  const people = formatList(others.slice(0, NAMES));
  const rest = others.length - NAMES;
  return rest > 0 ? t("inbox.others.more", { people, count: rest }) : t("inbox.others", { people });
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

function windowOf({ windowSeconds, windowStart, osUser }: RequestRow): string {
  const window =
    windowStart === "first-use"
      ? t("inbox.window.first-use", { windowSeconds })
      : formatDuration(windowSeconds);
  return `${window} ${asUser(osUser)}`.trim();
}
