import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * "2 min ago", "in 3 d 4 h", "now". What has been is told in one unit, for lists. What is to come has two from an hour
 * on: a due time of tomorrow evening must not read like one of tonight. Neither is ever rounded up: nobody may think
 * that there is more time than there is.
 */
export function relativeTo(at: Date, now: Date): string {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return t("time.now");
  const unit = size < MINUTE ? 1 : size < HOUR ? MINUTE : size < DAY ? HOUR : DAY;
  const finer = unit === DAY ? HOUR : MINUTE;
  const grain = seconds > 0 && unit >= HOUR ? finer : unit;
  const duration = formatDuration(Math.floor(size / grain) * grain);
  return seconds < 0 ? t("time.ago", { duration }) : t("time.in", { duration });
}

/** How long ago, in one unit: "3 h". Never rounded up. */
export function ageText(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.trunc((now.getTime() - at.getTime()) / 1000));
  const unit = seconds < MINUTE ? 1 : seconds < HOUR ? MINUTE : seconds < DAY ? HOUR : DAY;
  return formatDuration(Math.floor(seconds / unit) * unit);
}

/** "23:41", "1:02:03"; "0:00" when it is over. */
export function countdownText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Shortens an id in the middle: `i-0f3a9c41d7e25b91c` → `i-0f3a9c…b91c`. */
export function shortenId(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}

export type TimeLeftStage = "calm" | "soon" | "last" | "over";

/**
 * How urgent what is left is: from five minutes on, from one minute on, over. Of a short window a quarter is soon enough to be warned, and a tenth is the
 * last of it: five minutes of five would be amber from the start.
 * @param wholeSeconds the whole that it is left of, where that is known
 */
export function timeLeftStage(seconds: number, wholeSeconds = Number.POSITIVE_INFINITY): TimeLeftStage {
  if (seconds <= 0) return "over";
  if (seconds <= Math.min(60, wholeSeconds / 10)) return "last";
  return seconds <= Math.min(300, wholeSeconds / 4) ? "soon" : "calm";
}

/**
 * An end in UTC ("15:10 UTC", "Thu 03:12 UTC" on another day, with its date beyond a week) and, where the reader's
 * clock shows another time, in theirs ("16:10", "Fri 05:00" where their day is another).
 * @param zone the reader's; undefined: the browser's own
 */
export function deadlineText(
  at: Date,
  now: Date,
  zone: string | undefined,
): { utc: string; local: string | undefined } {
  const day = dayOf(at, now);
  const [utc, local] = [clockIn("UTC", at), clockIn(zone, at)];
  const [utcDay, localDay] = [weekdayIn("UTC", at), weekdayIn(zone, at)];
  return {
    utc: `${day}${utc} UTC`,
    local: local === utc ? undefined : `${localDay === utcDay ? "" : `${localDay} `}${local}`,
  };
}

function clockIn(timeZone: string | undefined, at: Date): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...zone }).format(at);
}

const WEEK_MS = 6 * DAY * 1000;

/** "14:10:04" today, "Mon 03:12:40" within a week, "2026-03-14 03:12:40" before: UTC. */
export function momentText(at: Date, now: Date): string {
  return `${dayOf(at, now)}${at.toISOString().slice(11, 19)}`;
}

/** Which day in UTC, with a space after it; nothing for today. */
function dayOf(at: Date, now: Date): string {
  const date = at.toISOString().slice(0, 10);
  if (date === now.toISOString().slice(0, 10)) return "";
  return Math.abs(now.getTime() - at.getTime()) < WEEK_MS ? `${weekdayIn("UTC", at)} ` : `${date} `;
}

/** @param timeZone undefined: the browser's own */
function weekdayIn(timeZone: string | undefined, at: Date): string {
  const locale = currentLanguage() === "en" ? "en-GB" : currentLanguage();
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, { weekday: "short", ...zone }).format(at);
}
