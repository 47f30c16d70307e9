"use client";

import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { cx } from "../cx";
import { useNow } from "./clock";
import { type CountdownStage, countdownStage, countdownText } from "./time-format";

const COLOUR = {
  calm: "",
  five: "text-amber",
  one: "text-red",
  over: "text-faint",
} as const satisfies Record<CountdownStage, string>;

const ANNOUNCEMENT = {
  calm: () => "",
  five: () => t("countdown.five"),
  one: () => t("countdown.one"),
  over: () => t("countdown.over"),
} as const satisfies Record<CountdownStage, () => string>;

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
  const stage = countdownStage(seconds);
  return (
    <span className={className} title={formatUtc(end)}>
      <span role="timer" className={cx("font-medium tabular-nums", COLOUR[stage])}>
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
