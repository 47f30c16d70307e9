"use client";

import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { useIsInBrowser, useNow } from "./clock";
import { ageText, relativeTo } from "./time-format";

interface TimeProps {
  /** A Date, or ISO 8601. */
  at: Date | string;
  /** "relative" for lists, "age" after a word that says what lasts; "absolute" for evidence and ends, the UTC time first. */
  as?: "relative" | "age" | "absolute" | "both";
  precision?: "seconds" | "minutes";
  className?: string;
}

/** An instant. The tooltip has it in UTC and in the reader's own zone. */
export function Time({ at, as = "relative", precision = "minutes", className }: TimeProps) {
  const now = useNow(5000);
  const isInBrowser = useIsInBrowser();
  const date = new Date(at);
  const utc = formatUtc(date, precision);
  const text = {
    relative: () => relativeTo(date, now),
    age: () => ageText(date, now),
    absolute: () => utc,
    both: () => `${utc}, ${relativeTo(date, now)}`,
  }[as]();
  const local = isInBrowser ? ` · ${t("time.local", { time: localTime(date) })}` : "";
  return (
    <time
      dateTime={date.toISOString()}
      title={`${formatUtc(date)}${local}`}
      className={className ?? "tabular-nums"}
    >
      {text}
    </time>
  );
}

function localTime(date: Date): string {
  // British, not American English: the day stands before the month.
  const locale = currentLanguage() === "en" ? "en-GB" : currentLanguage();
  return date.toLocaleString(locale, {
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}
