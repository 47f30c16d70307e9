"use client";

import { Check, Circle, CircleHelp, Maximize, MessageSquarePlus, Minimize, Pause, Play } from "lucide-react";
import { IconButton } from "@/components/terminal/icon-button";
import { cx } from "@/components/ui/cx";
import { Menu } from "@/components/ui/overlay/menu";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import { clockText } from "../playback/moment";
import { CopyMoment } from "./copy-moment";
import { SPEEDS } from "./replay-keys";
import type { ReplayHabits } from "./use-replay-habits";

export interface PlayerControlsProps extends ReplayHabits {
  startedAt: Date;
  /** Where it is, in milliseconds since the start. */
  ms: number;
  durationMs: number;
  isPlaying: boolean;
  /** Of a running session: whether its end is followed. */
  live: { isFollowing: boolean } | undefined;
  isFullscreen: boolean;
  onToggle: () => void;
  onFollow: () => void;
  onHabits: (changed: Partial<ReplayHabits>) => void;
  onFullscreen: () => void;
  onHelp: () => void;
  /** Undefined for whoever may not write notes. */
  onNote: (() => void) | undefined;
}

const TEXT_BUTTON =
  "inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md px-2 font-medium text-soft text-sm hover:bg-hover hover:text-ink";

/** Under the screen: play, both times, and how it is played. */
export function PlayerControls(props: PlayerControlsProps) {
  const { startedAt, ms, durationMs, isPlaying, live, isFullscreen, speed, skipsIdle, onHabits } = props;
  const now = new Date(startedAt.getTime() + ms);
  const Screen = isFullscreen ? Minimize : Maximize;
  return (
    <div className="flex h-11 items-center gap-1 px-2">
      <IconButton label={t(isPlaying ? "replay.pause" : "replay.play")} onClick={props.onToggle}>
        {isPlaying ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
      </IconButton>
      <span className="min-w-0 truncate text-faint text-sm tabular-nums">
        <b className="font-semibold text-ink">{clockText(ms / 1000)}</b> / {clockText(durationMs / 1000)} ·{" "}
        <time dateTime={now.toISOString()} title={now.toISOString()}>
          {formatUtcTime(now, "seconds")}
        </time>
      </span>
      <span className="ml-auto flex items-center gap-1">
        {live && <Live isFollowing={live.isFollowing} onFollow={props.onFollow} />}
        <button
          type="button"
          aria-pressed={skipsIdle}
          onClick={() => onHabits({ skipsIdle: !skipsIdle })}
          className={cx(TEXT_BUTTON, "max-rail:hidden")}
        >
          {t("replay.idle")}
          <Check aria-hidden className={cx("size-3.5", !skipsIdle && "invisible")} />
        </button>
        {props.onNote && (
          <button
            type="button"
            onClick={props.onNote}
            className={cx(TEXT_BUTTON, "max-sm:min-h-10 max-sm:min-w-10 max-sm:justify-center")}
          >
            <MessageSquarePlus aria-hidden className="size-4" />
            <span className="max-sm:sr-only">{t("replay.note")}</span>
          </button>
        )}
        <Speed speed={speed} onChange={(next) => onHabits({ speed: next })} />
        <span className="max-rail:hidden">
          <CopyMoment seconds={ms / 1000} />
        </span>
        <IconButton
          label={t(isFullscreen ? "replay.fullscreen.leave" : "replay.fullscreen")}
          onClick={props.onFullscreen}
        >
          <Screen aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={t("replay.help")} onClick={props.onHelp} className="max-rail:hidden">
          <CircleHelp aria-hidden className="size-4" />
        </IconButton>
      </span>
    </div>
  );
}

/** Whether what is seen happens now, a moment ago; else the way there. */
function Live({ isFollowing, onFollow }: { isFollowing: boolean; onFollow: () => void }) {
  return (
    <button type="button" aria-pressed={isFollowing} onClick={onFollow} className={TEXT_BUTTON}>
      <Circle
        aria-hidden
        className={cx("size-2.5", isFollowing ? "fill-current text-green" : "text-faint")}
      />
      {t(isFollowing ? "replay.live" : "replay.live.go")}
    </button>
  );
}

function Speed({ speed, onChange }: { speed: number; onChange: (speed: number) => void }) {
  return (
    <Menu
      label={`${t("replay.speed")}: ${speed}×`}
      trigger={<span className="text-soft tabular-nums">{speed}×</span>}
      as="bare"
      className="top-auto bottom-full mb-1 grid min-w-24"
    >
      {SPEEDS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === speed}
          onClick={({ currentTarget }) => {
            onChange(one);
            currentTarget.closest("details")?.removeAttribute("open");
          }}
          className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-md px-2 text-sm tabular-nums hover:bg-hover max-sm:min-h-11"
        >
          {one}×{one === speed && <Check aria-hidden className="size-3.5" />}
        </button>
      ))}
    </Menu>
  );
}
