export type MessageParam = string | number | readonly string[];
export type MessageParams = Readonly<Record<string, MessageParam>>;

/**
 * Fills a sentence's placeholders. `{name}` is replaced by the parameter; a part in `[…]` is left out when one of
 * its parameters is missing. Lists become "a, b or c"; parameters named …seconds become durations ("30 min"),
 * instants in ISO 8601 are written in UTC.
 * @param locale a BCP 47 tag, for lists
 */
export function formatMessage(template: string, params: MessageParams, locale: string): string {
  const withoutMissing = template.replace(/\[([^[\]]*)\]/g, (_whole, part: string) =>
    placeholdersOf(part).every((name) => hasValue(params[name])) ? part : "",
  );
  return withoutMissing.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = params[name];
    return hasValue(value) ? formatParam(name, value, locale) : "–";
  });
}

/** A duration in the largest units that say it exactly enough: "45 s", "30 min", "1 h 30 min", "2 d 4 h". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86_400) return join(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return join(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

/** "2026-03-14 09:26:53 UTC"; without the seconds when they don't matter. */
export function formatUtc(at: Date, precision: "seconds" | "minutes" = "seconds"): string {
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, precision === "seconds" ? 19 : 16)} UTC`;
}

/** "09:26:53 UTC", for where the day is plain. */
export function formatUtcTime(at: Date, precision: "seconds" | "minutes" = "minutes"): string {
  return `${at.toISOString().slice(11, precision === "seconds" ? 19 : 16)} UTC`;
}

const ISO_INSTANT = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;

function formatParam(name: string, value: MessageParam, locale: string): string {
  if (typeof value === "number")
    return /(?<!milli)seconds$/i.test(name) ? formatDuration(value) : String(value);
  if (typeof value !== "string") return new Intl.ListFormat(locale, { type: "disjunction" }).format(value);
  return ISO_INSTANT.test(value) ? formatUtc(new Date(value), "minutes") : value;
}

function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

function hasValue(value: MessageParam | undefined): value is MessageParam {
  return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function join(most: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${most} ${unit}` : `${most} ${unit} ${rest} ${restUnit}`;
}
