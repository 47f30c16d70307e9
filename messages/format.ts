import { currentLanguage } from "./language";

export type MessageParam = string | number | readonly string[];
export type MessageParams = Readonly<Record<string, MessageParam>>;

/**
 * Fills a sentence's placeholders. `{name}` is replaced by the parameter; a part in `[…]` is left out when one of
 * its parameters is missing. `{count|row|rows}` is the one word or the other, by the number. Lists become
 * "a, b or c"; parameters named …seconds become durations ("30 min"), instants in ISO 8601 are written in UTC.
 * @param locale a BCP 47 tag, for lists, numbers, durations and the two forms
 */
export function formatMessage(template: string, params: MessageParams, locale: string): string {
  const withoutMissing = template.replace(/\[([^[\]]*)\]/g, (_whole, part: string) =>
    placeholdersOf(part).every((name) => hasValue(params[name])) ? part : "",
  );
  return withoutMissing.replace(PLACEHOLDER, (_whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (one !== undefined && other !== undefined) return isOne(value, locale) ? one : other;
    return hasValue(value) ? formatParam(name, value, locale) : "–";
  });
}

/** The names of a sentence's placeholders, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ""))];
}

/**
 * A duration in the largest units that say it exactly enough: "45 s", "30 min", "1 h 30 min", "2 d 4 h".
 * @param language whose units; the reader's
 */
export function formatDuration(seconds: number, language: string = currentLanguage()): string {
  const units = language === "zh-TW" ? UNITS["zh-TW"] : UNITS.en;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} ${units.second}`;
  if (whole < 3600) return join(Math.floor(whole / 60), units.minute, whole % 60, units.second);
  if (whole < 86_400)
    return join(Math.floor(whole / 3600), units.hour, Math.floor((whole % 3600) / 60), units.minute);
  return join(Math.floor(whole / 86_400), units.day, Math.floor((whole % 86_400) / 3600), units.hour);
}

/** "Ana, Ben": names and words one after the other, as the reader's language separates them. */
export function formatList(items: readonly string[], language: string = currentLanguage()): string {
  return new Intl.ListFormat(language, { type: "conjunction", style: "narrow" }).format(items);
}

/** "2026-03-14 09:26:53 UTC"; without the seconds when they don't matter. The same in every language. */
export function formatUtc(at: Date, precision: "seconds" | "minutes" = "seconds"): string {
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, precision === "seconds" ? 19 : 16)} UTC`;
}

/** "09:26:53 UTC", for where the day is plain. */
export function formatUtcTime(at: Date, precision: "seconds" | "minutes" = "minutes"): string {
  return `${at.toISOString().slice(11, precision === "seconds" ? 19 : 16)} UTC`;
}

const UNITS = {
  en: { second: "s", minute: "min", hour: "h", day: "d" },
  "zh-TW": { second: "秒", minute: "分鐘", hour: "小時", day: "天" },
} as const;

const PLACEHOLDER = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;
const ISO_INSTANT = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;

function formatParam(name: string, value: MessageParam, locale: string): string {
  if (typeof value === "number")
    return /(?<!milli)seconds$/i.test(name) ? formatDuration(value, locale) : formatNumber(value, locale);
  if (typeof value !== "string") return new Intl.ListFormat(locale, { type: "disjunction" }).format(value);
  return ISO_INSTANT.test(value) ? formatUtc(new Date(value), "minutes") : value;
}

/** Grouped from 10,000 on: four digits are read at a glance. */
function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: Math.abs(value) >= 10_000 }).format(value);
}

function isOne(value: MessageParam | undefined, locale: string): boolean {
  const count = Array.isArray(value) ? value.length : Number(value);
  return new Intl.PluralRules(locale).select(count) === "one";
}

function hasValue(value: MessageParam | undefined): value is MessageParam {
  return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function join(most: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${most} ${unit}` : `${most} ${unit} ${rest} ${restUnit}`;
}
