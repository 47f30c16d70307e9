"use client";

import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { useIsInBrowser, useNow } from "./clock";
import { deadlineText } from "./time-format";

/** When something ends: UTC, and the reader's own time where that is another. The day only where it is not today. */
export function Deadline({ at }: { at: Date | string }) {
  const now = useNow(60_000);
  const isInBrowser = useIsInBrowser();
  const date = new Date(at);
  const { utc, local } = deadlineText(date, now, isInBrowser ? undefined : "UTC");
  return (
    <time dateTime={date.toISOString()} title={formatUtc(date)} className="whitespace-nowrap tabular-nums">
      {local === undefined ? utc : t("time.utcAndLocal", { utc, local })}
    </time>
  );
}
