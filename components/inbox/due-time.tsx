"use client";

import { useNow } from "@/components/ui/time/clock";
import { Countdown } from "@/components/ui/time/countdown";
import { t } from "@/messages/translate";
import { formatDuration, formatUtc } from "@/messages/values";

/** How long until a review is due. What is left is rounded down: it never promises time that there isn't. */
export function DueTime({ dueAt }: { dueAt: Date }) {
  const now = useNow(1000);
  const due = new Date(dueAt);
  const seconds = Math.floor((due.getTime() - now.getTime()) / 1000);
  return (
    <time
      dateTime={due.toISOString()}
      title={formatUtc(due)}
      className={seconds <= 0 ? "font-medium text-amber tabular-nums" : "tabular-nums"}
    >
      {seconds <= 0 && t("inbox.overdue", { duration: formatDuration(-seconds) })}
      {seconds > 3600 && t("inbox.due", { duration: formatDuration(seconds) })}
      {seconds > 0 && seconds <= 3600 && (
        <>
          {t("inbox.due.in")} <Countdown endsAt={due} />
        </>
      )}
    </time>
  );
}
