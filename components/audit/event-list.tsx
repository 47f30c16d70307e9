import { Ban, CircleX } from "lucide-react";
import Link from "@/components/ui/controls/link";
import { hrefOf, type ListAddress } from "@/components/ui/filter/filter-fields";
import { Initials } from "@/components/ui/initials";
import type { AuditLine } from "@/lib/audit/lists/views";
import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { actorNameOf, objectOf, refusalCodeOf, sentenceOf } from "./audit-sentence";
import { EventDetails, timeOf } from "./event-details";
import { EventRow } from "./event-row";

interface EventListProps {
  events: readonly AuditLine[];
  /** The list's path and the query of its address: names lead to the same list of them alone. */
  path: string;
  address: ListAddress;
  /** What day it is. */
  now: Date;
}

/** The audit by days in UTC, a line an event: when to the millisecond, who, what, about what. */
export function EventList({ events, path, address, now }: EventListProps) {
  const days = new Map<string, AuditLine[]>();
  for (const event of events) {
    const day = event.cursorAt.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="pb-3">
      <h2 className="z-2 bg-surface px-2 pt-2.5 pb-1.5 font-semibold text-sm shadow-[inset_0_-1px_var(--line)] xl:sticky xl:top-[calc(3rem+var(--filter-bar,3rem))]">
        {dayWord(day, now)}
        <span className="ml-1.5 font-normal text-faint">{t("audit.day.utc", { date: dateOf(day) })}</span>
      </h2>
      <ol aria-label={t("audit.list")}>
        {ofDay.map((event) => (
          <EventLine key={event.id} event={event} path={path} address={address} />
        ))}
      </ol>
    </section>
  ));
}

function EventLine({
  event,
  path,
  address,
}: { event: AuditLine } & Pick<EventListProps, "path" | "address">) {
  const actor = actorNameOf(event);
  // Whoever acted on themselves stands in the line already.
  const named = objectOf(event);
  const object = named?.id === event.actorId ? null : named;
  const sentence = sentenceOf(event);
  const refusal = refusalCodeOf(event);
  const link = "relative z-1 min-w-0 truncate hover:underline underline-offset-4";
  return (
    <EventRow
      label={`${t("audit.details")}: ${timeOf(event.cursorAt)}, ${actor} ${sentence}`}
      details={<EventDetails event={event} />}
    >
      <time
        dateTime={event.cursorAt}
        className="order-last col-span-2 col-start-3 row-start-2 font-mono text-faint text-xs rail:order-none rail:col-span-1 rail:col-start-1 rail:row-start-1"
      >
        {timeOf(event.cursorAt)}
      </time>
      <span className="contents rail:flex rail:min-w-0 rail:items-center rail:gap-2">
        <span className="row-span-2 row-start-1 self-start rail:self-auto">
          <Initials name={actor} as={event.actorKind === "person" ? "person" : "machine"} />
        </span>
        {event.actorId === null ? (
          <bdi className="min-w-0 truncate text-ink max-rail:hidden">{actor}</bdi>
        ) : (
          <Link
            href={hrefOf(path, address, { actor: event.actorId })}
            aria-label={t("audit.by", { name: actor })}
            className={`${link} text-ink max-rail:hidden`}
          >
            <bdi>{actor}</bdi>
          </Link>
        )}
      </span>
      <span className="col-start-2 col-end-4 row-start-1 min-w-0 text-soft max-rail:break-words rail:col-start-3 rail:col-end-4 rail:truncate">
        <bdi className="text-ink rail:hidden">{actor} </bdi>
        <bdi>{sentence}</bdi>
      </span>
      {object && (
        <Link
          href={hrefOf(path, address, { subject: object.id })}
          aria-label={t("audit.about", { name: object.name })}
          className={`${link} col-start-2 row-start-2 text-ink max-rail:text-soft rail:col-start-4 rail:row-start-1`}
        >
          <bdi>{object.name}</bdi>
          {object.more > 0 && (
            <span className="text-faint"> {t("node.class.others", { count: object.more })}</span>
          )}
        </Link>
      )}
      {event.outcome !== "done" && (
        <span className="col-start-2 row-start-3 inline-flex items-center gap-1.5 whitespace-nowrap text-red rail:col-start-5 rail:row-start-1">
          {refusal === null ? (
            <CircleX aria-hidden className="size-3.5" />
          ) : (
            <Ban aria-hidden className="size-3.5" />
          )}
          {refusal === null ? (
            t(`audit.outcome.${event.outcome}`)
          ) : (
            <code className="font-mono text-xs">{refusal}</code>
          )}
        </span>
      )}
    </EventRow>
  );
}

const DAY_MS = 86_400_000;

function dayWord(day: string, now: Date): string {
  if (day === now.toISOString().slice(0, 10)) return t("audit.today");
  if (day === new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10)) return t("audit.yesterday");
  return formatDay(day, { weekday: "long" });
}

function dateOf(day: string): string {
  return formatDay(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

function formatDay(day: string, format: Intl.DateTimeFormatOptions): string {
  const locale = currentLanguage() === "en" ? "en-GB" : currentLanguage();
  return new Date(`${day}T00:00:00Z`)
    .toLocaleDateString(locale, { ...format, timeZone: "UTC" })
    .replace(",", "");
}
