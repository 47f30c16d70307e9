import format, { type CompiledMessage } from "icu-minify/format";
import { formatDuration, formatUtc, joinList } from "./values";

export type MessageParam = string | number | readonly string[];
export type MessageParams = Readonly<Record<string, MessageParam | undefined>>;

/**
 * Fills a message. Before ICU sees them, parameters are written as people read them: a list as "a, b or c", a number
 * whose name ends in "seconds" as a duration, an ISO 8601 instant whose name is one of a time in UTC. Of each `name`
 * there is also `hasName`, "yes" or "no": what a message says only when a parameter is there stands in
 * `{hasName, select, yes {…} other {}}`. A parameter that is missing elsewhere is shown as a dash.
 * @param message as icu-minify compiled it; nothing in a parameter is read as a message
 * @param locale a BCP 47 tag, for lists, numbers, durations and plurals
 */
export function formatMessage(message: CompiledMessage, params: MessageParams, locale: string): string {
  if (typeof message === "string") return message;
  const values = new Proxy<Record<string, string | number>>(
    {},
    { has: () => true, get: (_, name) => valueNamed(String(name), params, locale) },
  );
  return String(format<never>(message, locale, values, { formatters: FORMATTERS }));
}

const ISO_INSTANT = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;
const NAME_OF_INSTANT = /At$|^(from|until|since|useBy)$/;
const NAME_OF_DURATION = /(^s|S)econds$/;

const FORMATTERS = {
  /** Grouped from 10,000 on: four digits are read at a glance. What is no number came over a wire, and is shown. */
  getNumberFormat: (locale: Intl.LocalesArgument) => {
    const numbers = new Intl.NumberFormat(locale, { useGrouping: "min2" });
    const format = (value: number | string) =>
      typeof value === "number" ? numbers.format(value) : String(value);
    return { format } as Intl.NumberFormat;
  },
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
};

function valueNamed(name: string, params: MessageParams, locale: string): string | number {
  const asked = /^has([A-Z])(.*)$/.exec(name);
  if (asked) return hasValue(params[`${asked[1]?.toLowerCase()}${asked[2]}`]) ? "yes" : "no";
  const value = params[name];
  if (!hasValue(value)) return "–";
  if (typeof value === "number") return NAME_OF_DURATION.test(name) ? formatDuration(value, locale) : value;
  if (typeof value !== "string") return joinList(value, locale, { type: "disjunction" });
  // A month 13 has the shape of an instant and is none.
  const isInstant = NAME_OF_INSTANT.test(name) && ISO_INSTANT.test(value) && !Number.isNaN(Date.parse(value));
  return isInstant ? formatUtc(new Date(value), "minutes") : value;
}

function hasValue(value: MessageParam | undefined): value is MessageParam {
  return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}
