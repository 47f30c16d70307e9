"use client";

import { formatUtc } from "@/messages/values";
import { useNow } from "./clock";
import { momentText } from "./time-format";

/** When something was, to the second, in UTC: the time alone today, with its day before that. For records in order. */
export function Moment({ at }: { at: Date | string }) {
  const now = useNow(60_000);
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={formatUtc(date)} className="tabular-nums">
      {momentText(date, now)}
    </time>
  );
}
