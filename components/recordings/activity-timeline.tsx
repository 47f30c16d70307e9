"use client";

import { useId, useMemo } from "react";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { activityOf, type ReplayMark } from "./activity";
import type { Cast } from "./cast";
import { clockText } from "./player/moment";

interface ActivityTimelineProps {
  cast: Cast;
  seconds: number;
  durationSeconds: number;
  marks: readonly ReplayMark[];
  onSeek: (realSeconds: number) => void;
}

const BUCKETS = 160;
const HEIGHT = 28;
const MARK_COLOUR = {
  gap: "fill-amber",
  event: "fill-accent",
  size: "fill-neutral",
} as const satisfies Record<ReplayMark["kind"], string>;

/** What was printed when, idle stretches hatched, marks below; the slider over it is the player's position. */
export function ActivityTimeline({ cast, seconds, durationSeconds, marks, onSeek }: ActivityTimelineProps) {
  const hatch = useId();
  const buckets = useMemo(() => activityOf(cast.events, durationSeconds, BUCKETS), [cast, durationSeconds]);
  const share = durationSeconds === 0 ? 0 : seconds / durationSeconds;
  const utc = formatUtc(new Date(cast.startedAt.getTime() + seconds * 1000));
  return (
    <div className="relative h-12 border-line border-b">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${BUCKETS} ${HEIGHT + 6}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        <defs>
          <pattern id={hatch} width="2.4" height="6" patternUnits="userSpaceOnUse">
            <path d="M0 6 L2.4 0" className="stroke-line-strong" strokeWidth="0.4" />
          </pattern>
        </defs>
        {buckets.map(({ height, isIdle }, index) =>
          isIdle ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
            <rect key={index} x={index} y="0" width="1" height={HEIGHT} fill={`url(#${hatch})`} />
          ) : (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
              key={index}
              x={index + 0.1}
              y={HEIGHT - height * (HEIGHT - 2)}
              width="0.8"
              height={height * (HEIGHT - 2)}
              className={cx(index < share * BUCKETS ? "fill-accent" : "fill-neutral-line")}
            />
          ),
        )}
        {marks.map((mark, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: marks have no id and never reorder
            key={`mark-${index}`}
            x={durationSeconds === 0 ? 0 : Math.min(BUCKETS - 0.6, (mark.at / durationSeconds) * BUCKETS)}
            y={HEIGHT + 1}
            width="0.6"
            height="5"
            className={MARK_COLOUR[mark.kind]}
          />
        ))}
        <rect x={share * (BUCKETS - 0.4)} y="0" width="0.4" height={HEIGHT + 6} className="fill-ink" />
      </svg>
      <input
        type="range"
        min={0}
        max={durationSeconds}
        step={0.1}
        value={Math.min(seconds, durationSeconds)}
        aria-label={t("replay.position")}
        aria-valuetext={t("replay.positionText", {
          relative: clockText(seconds),
          duration: clockText(durationSeconds),
          utc,
        })}
        onChange={(event) => onSeek(Number(event.target.value))}
        className="absolute inset-0 size-full cursor-pointer appearance-none bg-transparent opacity-0 focus-visible:opacity-40"
      />
    </div>
  );
}
