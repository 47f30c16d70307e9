"use client";

import { Hourglass } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { useNow } from "@/components/ui/time/clock";
import { t } from "@/messages/translate";
import { formatDuration, formatUtc } from "@/messages/values";

const SOON_SECONDS = 600;

/**
 * How long a request still waits before it expires. What is left is rounded down: it promises no time that there isn't.
 * @param as "bare": the duration alone, beside the word of the state
 */
export function TimeToDecide({ at, as }: { at: Date | string; as?: "bare" }) {
  const now = useNow(1000);
  const due = new Date(at);
  const seconds = Math.max(0, Math.floor((due.getTime() - now.getTime()) / 1000));
  const left = formatDuration(seconds < 60 ? seconds : seconds - (seconds % 60));
  if (as === "bare")
    return (
      <time
        dateTime={due.toISOString()}
        title={formatUtc(due)}
        className={cx("text-sm tabular-nums", seconds < SOON_SECONDS ? "text-amber" : "text-faint")}
      >
        {left}
      </time>
    );
  return (
    <span
      title={formatUtc(due)}
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-sm",
        seconds < SOON_SECONDS ? "text-amber" : "text-blue",
      )}
    >
      <Hourglass aria-hidden className="size-3.5" />
      <time dateTime={due.toISOString()} className="tabular-nums">
        {seconds === 0 ? t("inbox.expiring") : t("inbox.left", { duration: left })}
      </time>
    </span>
  );
}
