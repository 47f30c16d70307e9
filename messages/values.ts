import { currentLanguage } from "./language";

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

/** "312 B", "18 kB", "4.2 MB": a size of so many bytes, in thousands. The same in every language. */
export function formatSize(bytes: number): string {
  const steps = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const count = bytes / 1000 ** steps;
  return `${steps > 0 && count < 9.95 ? count.toFixed(1) : Math.round(count)} ${SIZES[steps]}`;
}

const SIZES = ["B", "kB", "MB", "GB", "TB"] as const;

/** "Ana, Ben": names and words one after the other, as the reader's language separates them. */
export function formatList(items: readonly string[], language: string = currentLanguage()): string {
  return joinList(items, language, { type: "conjunction", style: "narrow" });
}

/** A list as `Intl.ListFormat` writes it, with the space that Chinese puts between Latin and Han letters: "Ben 或 Fay". */
export function joinList(items: readonly string[], language: string, how: Intl.ListFormatOptions): string {
  return new Intl.ListFormat(language, how)
    .formatToParts(items)
    .reduce(
      (text, { value }) => text + (LATIN_BY_HAN.test(text.slice(-1) + value[0]) ? " " : "") + value,
      "",
    );
}

const LATIN_BY_HAN = /\w\p{sc=Han}|\p{sc=Han}\w/u;

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

function join(most: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${most} ${unit}` : `${most} ${unit} ${rest} ${restUnit}`;
}
