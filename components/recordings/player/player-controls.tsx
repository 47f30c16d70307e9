"use client";

import { CircleHelp, Flag, Maximize, Pause, Play } from "lucide-react";
import { useId } from "react";
import { IconButton } from "@/components/terminal/icon-button";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { ReplayMark } from "../activity";
import { ActivityTimeline } from "../activity-timeline";
import type { Cast } from "../cast";
import { markText } from "../mark-text";
import { CopyMoment } from "./copy-moment";
import { clockText } from "./moment";
import { SPEEDS } from "./replay-keys";
import type { ReplayHabits } from "./use-replay-habits";

export interface PlayerControlsProps extends ReplayHabits {
  cast: Cast;
  /** Where it is, in seconds since the start. */
  seconds: number;
  durationSeconds: number;
  marks: readonly ReplayMark[];
  isPlaying: boolean;
  onToggle: () => void;
  onSeek: (realSeconds: number) => void;
  onHabits: (changed: Partial<ReplayHabits>) => void;
  onFullscreen: () => void;
  onHelp: () => void;
}

/** Under the player: what was printed when, both times, and how it is played. */
export function PlayerControls(props: PlayerControlsProps) {
  const { cast, seconds, durationSeconds, marks, isPlaying, speed, skipsIdle, onHabits } = props;
  const now = new Date(cast.startedAt.getTime() + seconds * 1000);
  return (
    <div className="min-w-0 rounded-b-md border border-line bg-surface text-ink text-sm">
      <ActivityTimeline
        cast={cast}
        seconds={seconds}
        durationSeconds={durationSeconds}
        marks={marks}
        onSeek={props.onSeek}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1">
        <IconButton label={t(isPlaying ? "replay.pause" : "replay.play")} onClick={props.onToggle}>
          {isPlaying ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
        </IconButton>
        <span className="whitespace-nowrap tabular-nums">
          <time dateTime={now.toISOString()} title={now.toISOString()} className="font-medium">
            {formatUtcTime(now, "seconds")}
          </time>{" "}
          <span className="text-soft">
            {clockText(seconds)} / {clockText(durationSeconds)}
          </span>
        </span>
        <CopyMoment seconds={seconds} />
        <span className="ml-auto flex flex-wrap items-center gap-x-3">
          <Marks marks={marks} startedAt={cast.startedAt} onSeek={props.onSeek} />
          <label className="flex items-center gap-2">
            {t("replay.speed")}
            <select
              value={speed}
              onChange={(event) => onHabits({ speed: Number(event.target.value) })}
              className="min-h-8 cursor-pointer rounded-md border border-line-strong bg-raised px-1 max-sm:min-h-10"
            >
              {SPEEDS.map((one) => (
                <option key={one} value={one}>
                  {one}×
                </option>
              ))}
            </select>
          </label>
          <label className="flex min-h-8 cursor-pointer items-center gap-2 max-sm:min-h-10">
            <input
              type="checkbox"
              checked={skipsIdle}
              onChange={(event) => onHabits({ skipsIdle: event.target.checked })}
              className="size-4 accent-accent"
            />
            {t("replay.idle")}
          </label>
          <span className="flex items-center">
            <IconButton label={t("replay.fullscreen")} onClick={props.onFullscreen}>
              <Maximize aria-hidden className="size-4" />
            </IconButton>
            <IconButton label={t("replay.help")} onClick={props.onHelp}>
              <CircleHelp aria-hidden className="size-4" />
            </IconButton>
          </span>
        </span>
      </div>
    </div>
  );
}

function Marks({
  marks,
  startedAt,
  onSeek,
}: Pick<PlayerControlsProps, "marks" | "onSeek"> & { startedAt: Date }) {
  const id = useId();
  if (marks.length === 0) return null;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md px-2 text-soft hover:bg-sunken hover:text-ink max-sm:min-h-10"
      >
        <Flag aria-hidden className="size-3.5" />
        {t("replay.marks")} <span className="text-faint tabular-nums">{marks.length}</span>
      </button>
      <div
        id={id}
        popover="auto"
        className="m-auto max-h-[60dvh] w-96 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line-strong bg-raised p-1 text-ink shadow-float"
      >
        <ol aria-label={t("replay.marks")}>
          {marks.map((mark, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: marks have no id and never reorder
            <li key={index}>
              <button
                type="button"
                onClick={() => {
                  document.getElementById(id)?.hidePopover();
                  onSeek(mark.at);
                }}
                className="flex min-h-9 w-full cursor-pointer items-center gap-3 rounded-md px-2 text-left text-sm hover:bg-sunken max-sm:min-h-10"
              >
                <span className="shrink-0 text-faint tabular-nums">
                  {formatUtcTime(new Date(startedAt.getTime() + mark.at * 1000), "seconds").slice(0, 8)}
                </span>
                <bdi className={mark.kind === "gap" ? "text-amber" : ""}>{markText(mark)}</bdi>
              </button>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
