"use client";

import { cx } from "@/components/ui/cx";
import type { RecordingNote } from "@/lib/reviews/noting/views";
import { t } from "@/messages/translate";
import { formatDuration, formatUtc } from "@/messages/values";
import { NoteFlags } from "../notes/note-flags";
import { clockText } from "../playback/moment";
import type { ReplayMark } from "../timeline/marks";
import type { Bar, TimelineScale } from "../timeline/timeline-scale";

interface PlayerTimelineProps {
  startedAt: Date;
  /** Where the player is, in milliseconds since the start. */
  ms: number;
  durationMs: number;
  scale: TimelineScale;
  bars: readonly Bar[];
  marks: readonly ReplayMark[];
  /** Those that stand. */
  notes: readonly RecordingNote[];
  skipsIdle: boolean;
  onSeek: (ms: number) => void;
}

const MARK_COLOUR = {
  gap: "bg-amber",
  dark: "bg-amber",
  event: "bg-blue",
  size: "bg-neutral",
} as const satisfies Record<ReplayMark["kind"], string>;

/** More dots than that are a line. */
const MOST_MARKS = 200;
const STEPS = 2000;

/** How much was printed when, idle time folded, dots for what happened; the slider over it is the player's position. */
export function PlayerTimeline(props: PlayerTimelineProps) {
  const { startedAt, ms, durationMs, scale, bars, marks, notes, skipsIdle, onSeek } = props;
  const share = scale.toShare(ms);
  const utc = formatUtc(new Date(startedAt.getTime() + ms));
  return (
    <div className="relative mx-3 h-10 border-line border-b">
      <div aria-hidden className="absolute inset-x-0 top-2 bottom-0">
        {bars.map(({ left, width, height }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            className={cx("absolute bottom-0 px-px", left < share ? "text-ink" : "text-faint")}
            style={{ left: percent(left), width: percent(width), height: `max(1px, ${percent(height)})` }}
          >
            <span className="block size-full rounded-t-[1px] bg-current opacity-70" />
          </span>
        ))}
      </div>
      <div aria-hidden>
        {marks.slice(0, MOST_MARKS).map((mark, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: marks have no id and never reorder
            key={index}
            className={cx(
              "absolute -bottom-[3px] -ml-[2.5px] h-[5px] min-w-[5px] rounded-full",
              MARK_COLOUR[mark.kind],
            )}
            style={{
              left: percent(scale.toShare(mark.ms)),
              width: percent(scale.toShare(mark.toMs ?? mark.ms) - scale.toShare(mark.ms)),
            }}
          />
        ))}
        <span className="absolute top-1 -bottom-px -ml-px w-0.5 bg-ink" style={{ left: percent(share) }} />
      </div>
      <input
        type="range"
        min={0}
        max={STEPS}
        step={1}
        value={Math.round(share * STEPS)}
        data-player-slider
        aria-label={t("replay.position")}
        aria-valuetext={t("replay.positionText", {
          relative: clockText(ms / 1000),
          duration: clockText(durationMs / 1000),
          utc,
        })}
        onChange={(event) => onSeek(scale.toMs(Number(event.target.value) / STEPS))}
        className="absolute inset-0 size-full cursor-pointer appearance-none bg-transparent opacity-0 focus-visible:opacity-40"
      />
      {scale.stretches
        .filter(({ isIdle }) => isIdle)
        .map(({ from, to, left, width }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: for the mouse alone; the slider is the keyboard's
          <span
            key={from}
            title={t(skipsIdle ? "replay.idle.skipped" : "replay.idle.long", {
              duration: formatDuration((to - from) / 1000),
            })}
            onClick={() => onSeek(from)}
            className="absolute bottom-0 h-7 cursor-pointer bg-[repeating-linear-gradient(-45deg,var(--line-strong)_0_1.5px,transparent_1.5px_5px)]"
            style={{ left: percent(left), width: percent(width) }}
          />
        ))}
      {notes.length > 0 && <NoteFlags notes={notes} scale={scale} onSeek={onSeek} />}
    </div>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
