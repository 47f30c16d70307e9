"use client";

import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { cx } from "../cx";
import { useNow } from "./clock";
import { countdownText, type TimeLeftStage, timeLeftStage } from "./time-format";
import { STAGE_TEXT } from "./time-left";

const ANNOUNCEMENT = {
  calm: () => "",
  soon: () => t("countdown.five"),
  last: () => t("countdown.one"),
  over: () => t("countdown.over"),
} as const satisfies Record<TimeLeftStage, () => string>;

interface CountdownProps {
  /** A Date, or ISO 8601. */
  endsAt: Date | string;
  /** Whether the end time stands beside it. */
  withEnd?: boolean;
  /** Whether reaching five minutes and one minute is read out; one countdown on a page is enough. */
  isAnnounced?: boolean;
  className?: string;
}

/** What is left until an end, each second; its colour changes at five minutes and at one. */
export function Countdown({ endsAt, withEnd = false, isAnnounced = false, className }: CountdownProps) {
  const now = useNow(1000);
  const end = new Date(endsAt);
  const seconds = (end.getTime() - now.getTime()) / 1000;
  const stage = timeLeftStage(seconds);
  return (
    <span className={className} title={formatUtc(end)}>
      <span role="timer" className={cx("font-medium tabular-nums", STAGE_TEXT[stage])}>
        {stage === "over" ? t("time.over") : countdownText(seconds)}
      </span>
      {withEnd && (
        <time dateTime={end.toISOString()} className="text-faint tabular-nums">
          {` → ${formatUtc(end, "minutes").slice(11)}`}
        </time>
      )}
      {isAnnounced && (
        <span className="sr-only" aria-live="polite">
          {ANNOUNCEMENT[stage]()}
        </span>
      )}
    </span>
  );
}
