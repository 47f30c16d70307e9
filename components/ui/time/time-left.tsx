"use client";

import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { cx } from "../cx";
import { useNow } from "./clock";
import { countdownText, type TimeLeftStage, timeLeftStage } from "./time-format";

export const STAGE_TEXT = {
  calm: "",
  soon: "text-amber",
  last: "text-red",
  over: "text-faint",
} as const satisfies Record<TimeLeftStage, string>;

const BAR = {
  calm: "bg-bar-fill",
  soon: "bg-amber-bar",
  last: "bg-red-bar",
  over: "bg-line-strong",
} as const satisfies Record<TimeLeftStage, string>;

interface TimeLeftProps {
  /** A Date, or ISO 8601. */
  endsAt: Date | string;
  /** The whole of which it is left, in seconds. */
  wholeSeconds: number;
  isShort?: boolean;
  /** Whether the whole stands beside the number as a bar. */
  hasBar?: boolean;
}

/** What is left until an end: a number each second, and a bar of the whole. Amber when it is soon, red at the last. */
export function TimeLeft({ endsAt, wholeSeconds, isShort = false, hasBar = true }: TimeLeftProps) {
  const now = useNow(1000);
  const end = new Date(endsAt);
  const seconds = (end.getTime() - now.getTime()) / 1000;
  const stage = timeLeftStage(seconds, wholeSeconds);
  const share = Math.min(1, Math.max(0, seconds / Math.max(1, wholeSeconds)));
  return (
    <span
      title={formatUtc(end)}
      className={cx("inline-flex items-center gap-2.5 whitespace-nowrap font-semibold", STAGE_TEXT[stage])}
    >
      <span role="timer" className={cx("tabular-nums", stage === "calm" && "text-ink")}>
        {stage === "over" ? t("time.over") : countdownText(seconds)}
      </span>
      {hasBar && (
        <span
          aria-hidden
          className={cx(
            "inline-block h-1 shrink-0 overflow-hidden rounded-full bg-track",
            isShort ? "w-10" : "w-18",
          )}
        >
          <span
            className={cx("block h-full min-w-0.75 rounded-full", BAR[stage])}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </span>
  );
}
