import ICAL from "ical.js";
import { type Period, type Shift, UnreadableFeed, whoIn, withinPeriod } from "./shift";
import { atWallClock, isZone } from "./zones";

/** Steps of all rules together: a rule from the year 2000 that is of every day has ten thousand. */
const MOST_STEPS = 30_000;
const MOST_EVENTS = 5_000;
const FREQUENCIES: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
/** Of the parts of a rule those that say days. Others are slow to follow, and no rota has them. */
const PARTS: readonly string[] = ["BYDAY", "BYMONTHDAY", "BYMONTH"];
/** In each month. */
const SURE_DAYS = 28;

/**
 * The shifts of a calendar (RFC 5545). UNTRUSTED: only rules by day and longer are followed, and only so far.
 *
 * Times are taken apart by the zone's own name, and not by what the calendar says of that zone. A shift that is given by
 * its beginning and end lasts from wall clock to wall clock, also across a change of the clocks; one that is given by
 * hours lasts so many hours.
 * @param zone for times without one; undefined: such times are refused
 * @throws UnreadableFeed
 */
export function readCalendar(text: string, period: Period, zone: string | undefined): Shift[] {
  let events: ICAL.Component[];
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    if (calendar.name !== "vcalendar") throw new UnreadableFeed("it is no calendar");
    events = calendar.getAllSubcomponents("vevent");
  } catch (error) {
    if (error instanceof UnreadableFeed) throw error;
    throw new UnreadableFeed(`it is no calendar: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (events.length > MOST_EVENTS) throw new UnreadableFeed(`it has more than ${MOST_EVENTS} events`);
  const steps = { left: MOST_STEPS };
  const changed = changedOccurrences(events, zone);
  return withinPeriod(
    events.flatMap((event) => shiftsOf(event, { period, zone, steps, changed })),
    period,
  );
}

interface Reading {
  period: Period;
  zone: string | undefined;
  steps: { left: number };
  /** Occurrences that an event of its own stands for: which event's, and when it would have begun. */
  changed: ReadonlySet<string>;
}

function changedOccurrences(events: readonly ICAL.Component[], zone: string | undefined): Set<string> {
  const found = new Set<string>();
  for (const event of events) {
    const property = event.getFirstProperty("recurrence-id");
    if (property) found.add(`${uidOf(event)} ${instantOf(timeOf(property), zoneOf(property, zone))}`);
  }
  return found;
}

function shiftsOf(event: ICAL.Component, reading: Reading): Shift[] {
  if (event.getFirstPropertyValue("status")?.toString().toUpperCase() === "CANCELLED") return [];
  const property = event.getFirstProperty("dtstart");
  const whos = whosOf(event);
  if (!property || whos.length === 0) return [];
  const start = timeOf(property);
  const zone = zoneOf(property, reading.zone);
  const length = lengthOf(event, start, reading.zone);
  const shifts: Shift[] = [];
  const put = (time: ICAL.Time) => {
    const from = instantOf(time, zone);
    const to = endOf(time, from, length, zone);
    if (from < reading.period.to && to > reading.period.from)
      for (const who of whos) shifts.push({ who, from, to });
    return from;
  };
  const isOwn = event.getFirstProperty("recurrence-id") !== null;
  if (isOwn || !(event.hasProperty("rrule") || event.hasProperty("rdate"))) {
    put(start);
    return shifts;
  }
  checkRules(event);
  const expansion = new ICAL.RecurExpansion({ component: event, dtstart: start });
  for (let time = expansion.next(); time; time = expansion.next()) {
    reading.steps.left -= 1;
    if (reading.steps.left < 0) throw new UnreadableFeed("its rules go on for too long");
    // Far before the period whatever the zone is: asking for the zone's offset takes its time.
    if (wallOf(time) + spanOf(length) < reading.period.from - TWO_DAYS_MS) continue;
    if (reading.changed.has(`${uidOf(event)} ${instantOf(time, zone)}`)) continue;
    if (put(time) >= reading.period.to) break;
  }
  return shifts;
}

/** Only what is followed quickly: hostile rules take seconds to say when they come next. */
function checkRules(event: ICAL.Component): void {
  for (const property of event.getAllProperties("rrule")) {
    const rule = property.getFirstValue() as ICAL.Recur;
    const parts = Object.keys(rule.parts);
    const isKnown = FREQUENCIES.includes(rule.freq) && parts.every((part) => PARTS.includes(part));
    const days = ((rule.parts.BYMONTHDAY ?? []) as (number | string)[]).map((day) => Math.abs(Number(day)));
    const isSure = rule.parts.BYMONTH === undefined || days.every((day) => day <= SURE_DAYS);
    if (!isKnown || !isSure || !(rule.interval >= 1 && rule.interval <= 1_000))
      throw new UnreadableFeed(`the rule ${rule.toString().slice(0, 100)} is of no kind that is followed`);
  }
}

/** How long each occurrence is: by the wall clock, or by time that passes. */
type Length = { wallMs: number } | { ms: number };

function lengthOf(event: ICAL.Component, start: ICAL.Time, given: string | undefined): Length {
  const end = event.getFirstProperty("dtend");
  if (end) {
    const own = event.getFirstProperty("dtstart");
    const sameZone = own !== null && zoneOf(own, given) === zoneOf(end, given);
    if (sameZone) return { wallMs: wallOf(timeOf(end)) - wallOf(start) };
    return { ms: instantOf(timeOf(end), zoneOf(end, given)) - instantOf(start, zoneOf(own ?? end, given)) };
  }
  const duration = event.getFirstProperty("duration");
  if (duration) return durationOf(duration);
  return { wallMs: start.isDate ? 86_400_000 : 0 };
}

const DURATION =
  /^P(?:(?<weeks>\d{1,4})W)?(?:(?<days>\d{1,4})D)?(?:T(?:(?<hours>\d{1,6})H)?(?:(?<minutes>\d{1,6})M)?(?:(?<seconds>\d{1,8})S)?)?$/;

/** As RFC 5545 has it: days by the wall clock, hours as they pass. The library makes a day of 24 hours. */
function durationOf(property: ICAL.Property): Length {
  const found = DURATION.exec(String(property.toJSON()[3]))?.groups;
  if (!found) throw new UnreadableFeed("an event has no length that can be read");
  const of = (name: string) => Number(found[name] ?? 0);
  const nominal = (of("weeks") * 7 + of("days")) * 86_400_000;
  const exact = (of("hours") * 3_600 + of("minutes") * 60 + of("seconds")) * 1_000;
  return exact === 0 ? { wallMs: nominal } : { ms: nominal + exact };
}

const TWO_DAYS_MS = 2 * 86_400_000;
const spanOf = (length: Length): number => ("ms" in length ? length.ms : length.wallMs);

function endOf(time: ICAL.Time, from: number, length: Length, zone: string): number {
  return "ms" in length ? from + length.ms : atWallClock(wallOf(time) + length.wallMs, zone);
}

const wallOf = (time: ICAL.Time): number =>
  Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
const instantOf = (time: ICAL.Time, zone: string): number => atWallClock(wallOf(time), zone);

function timeOf(property: ICAL.Property): ICAL.Time {
  const value = property.getFirstValue();
  if (!(value instanceof ICAL.Time)) throw new UnreadableFeed("an event has no time that can be read");
  return value;
}

/** @throws UnreadableFeed for a zone that nobody knows, and for times without one where none was given */
function zoneOf(property: ICAL.Property, given: string | undefined): string {
  const named = property.getFirstParameter("tzid") as string | undefined;
  if (named) {
    const zone = WINDOWS_ZONES[named] ?? named.replace(/^\/[^/]+\/(?:[^/]+\/)?(?=[A-Z][a-z]+\/)/, "");
    if (isZone(zone)) return zone;
    throw new UnreadableFeed(`the time zone ${named.slice(0, 60)} is not known`);
  }
  const time = property.getFirstValue();
  if (time instanceof ICAL.Time && !time.isDate && time.zone === ICAL.Timezone.utcTimezone) return "UTC";
  if (given !== undefined) return given;
  throw new UnreadableFeed("its times have no time zone: give one in the settings");
}

/** The people of an event: those who take part, or who its title names. */
function whosOf(event: ICAL.Component): string[] {
  const attendees = event.getAllProperties("attendee").flatMap((property) => {
    const address = /^mailto:(.+)$/i.exec(String(property.getFirstValue()))?.[1];
    return address === undefined ? [] : [whoIn(address) ?? ""];
  });
  const title = whoIn(String(event.getFirstPropertyValue("summary") ?? ""));
  const found = attendees.filter((who) => who.includes("@"));
  return [...new Set(found.length > 0 ? found : title === undefined ? [] : [title])];
}

const uidOf = (event: ICAL.Component): string => String(event.getFirstPropertyValue("uid") ?? "");

/** As Outlook and Exchange name them: the zones in which most people live. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  "AUS Eastern Standard Time": "Australia/Sydney",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "Central Standard Time": "America/Chicago",
  "China Standard Time": "Asia/Shanghai",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Eastern Standard Time": "America/New_York",
  "FLE Standard Time": "Europe/Helsinki",
  "GMT Standard Time": "Europe/London",
  "GTB Standard Time": "Europe/Bucharest",
  "India Standard Time": "Asia/Kolkata",
  "Israel Standard Time": "Asia/Jerusalem",
  "Korea Standard Time": "Asia/Seoul",
  "Mountain Standard Time": "America/Denver",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Pacific Standard Time": "America/Los_Angeles",
  "Romance Standard Time": "Europe/Paris",
  "Singapore Standard Time": "Asia/Singapore",
  "South Africa Standard Time": "Africa/Johannesburg",
  "Taipei Standard Time": "Asia/Taipei",
  "Tokyo Standard Time": "Asia/Tokyo",
  "W. Europe Standard Time": "Europe/Berlin",
};
