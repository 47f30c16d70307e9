"use client";

import "asciinema-player/dist/bundle/asciinema-player.css";
import { Play } from "lucide-react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { t } from "@/messages/translate";
import { formatDuration, formatUtcTime } from "@/messages/values";
import { frameBeside, markBeside, marksOf } from "../activity";
import { type Cast, shortenWaits } from "../cast";
import { barsOf, lastBusyMoment, scaleOf } from "../timeline-scale";
import { momentOf } from "./moment";
import { mountPlayer, type PlayerHandle } from "./mount-player";
import { PlayerControls } from "./player-controls";
import { PlayerHelp } from "./player-help";
import { PlayerTimeline } from "./player-timeline";
import { isForPlayer, type PlayerAct, playerActOf, stepSpeed } from "./replay-keys";
import { useFullscreen } from "./use-fullscreen";
import { useReplayHabits } from "./use-replay-habits";

const LONGEST_WAIT_SECONDS = 2;
const BARS = 64;

export interface ReplayPlayerProps {
  cast: Cast;
  nodeName: string;
  /** The real second to show, when a line of the lists was pressed; a new object for each press. */
  wanted: { realSeconds: number } | undefined;
  onTime: (realSeconds: number) => void;
}

/** The recording as it ran: asciinema's keys wherever the focus is, a timeline, and both times. */
export function ReplayPlayer({ cast, nodeName, wanted, onTime }: ReplayPlayerProps) {
  const frame = useRef<HTMLElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const handle = useRef<PlayerHandle>(undefined);
  const at = useRef<number>(undefined);
  const [seconds, setSeconds] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  // Until it is played or sought, the last busy screen stands there.
  const [isPoster, setIsPoster] = useState(true);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isFullscreen, toggleFullscreen] = useFullscreen(frame);
  const [{ speed, skipsIdle }, changeHabits] = useReplayHabits();
  const durationSeconds = cast.events.at(-1)?.[0] ?? 0;
  const marks = useMemo(() => marksOf(cast.events), [cast]);
  const scale = useMemo(() => scaleOf(cast.events, durationSeconds), [cast, durationSeconds]);
  const bars = useMemo(() => barsOf(cast.events, scale, BARS), [cast, scale]);
  const posterAt = lastBusyMoment(bars);
  const timeline = useMemo(
    () => shortenWaits(cast.events, skipsIdle ? LONGEST_WAIT_SECONDS : Number.POSITIVE_INFINITY),
    [cast, skipsIdle],
  );
  const tellTime = (real: number) => {
    at.current = real;
    setSeconds(real);
    onTime(real);
  };
  const tellTimeLater = useEffectEvent(tellTime);
  const wasPlaying = useEffectEvent(() => isPlaying);
  const shown = useEffectEvent((): number => {
    const moment = momentOf(window.location);
    if (at.current !== undefined && !isPoster) return at.current;
    if (moment === undefined) return posterAt;
    setIsPoster(false);
    tellTime(Math.min(moment, durationSeconds));
    return at.current ?? 0;
  });

  // The player draws into an element of its own; a speed is fixed when it is made, so a new one takes over in place.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const poster = shown();
    const goesOn = wasPlaying();
    const stop = mountPlayer(element, {
      cast,
      timeline,
      speed,
      poster: timeline.toReplay(poster),
      startAt: timeline.toReplay(at.current ?? 0),
      onReady: (created) => {
        handle.current = created;
        if (goesOn) created.play();
      },
      onPlaying: (playing) => {
        setIsPlaying(playing);
        if (playing) setIsPoster(false);
      },
      onTime: (replay) => tellTimeLater(timeline.toReal(replay)),
    });
    return () => {
      handle.current = undefined;
      stop();
    };
  }, [cast, timeline, speed]);

  const seek = (real: number) => {
    const clamped = Math.min(Math.max(0, real), durationSeconds);
    setIsPoster(false);
    handle.current?.seek(timeline.toReplay(clamped));
    tellTime(clamped);
  };
  const seekTo = useEffectEvent(seek);

  // The player is told where to go, it has no attribute for it.
  useEffect(() => {
    if (wanted) seekTo(wanted.realSeconds);
  }, [wanted]);

  // A link to another moment of this page changes its address only.
  useEffect(() => {
    const follow = () => {
      const moment = momentOf(window.location);
      if (moment !== undefined) seekTo(moment);
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);

  const toggle = () => (isPlaying ? handle.current?.pause() : handle.current?.play());
  const obey = (act: PlayerAct) => {
    const now = at.current ?? 0;
    const replayNow = timeline.toReplay(now);
    switch (act.act) {
      case "play":
        return toggle();
      case "fullscreen":
        return toggleFullscreen();
      case "help":
        return setIsHelpOpen(true);
      case "by":
        return seek(timeline.toReal(replayNow + act.seconds));
      case "byShare":
        return seek(timeline.toReal(replayNow + act.share * timeline.durationSeconds));
      case "toShare":
        return seek(timeline.toReal(act.share * timeline.durationSeconds));
      case "frame":
        handle.current?.pause();
        return seek(frameBeside(cast.events, now, act.step) ?? now);
      case "mark":
        return seek(markBeside(marks, now, act.step)?.at ?? now);
      case "speed":
        return changeHabits({ speed: stepSpeed(speed, act.step) });
    }
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = playerActOf(event);
    const target = event.target instanceof Element ? event.target : null;
    if (!act || !isForPlayer(act, target, frame.current?.contains(target) === true)) return;
    event.preventDefault();
    // The page's own keys would do something else besides.
    event.stopPropagation();
    obey(act);
  });

  // The player's keys work wherever the focus is: a reviewer watches and writes without reaching for the mouse.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);

  const skipped = isPlaying && skipsIdle ? timeline.waitAt(seconds) : undefined;
  return (
    <section
      ref={frame}
      aria-label={t("replay.player", { node: nodeName })}
      className="group/player scheme-dark flex min-w-0 flex-col bg-terminal text-ink print:hidden"
    >
      <div className="relative h-62 min-h-0 group-fullscreen/player:h-auto group-fullscreen/player:flex-1 rail:h-[clamp(20rem,calc(100dvh-24rem),56rem)]">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; the keyboard has the player's keys */}
        <div role="presentation" onClick={toggle} className="absolute inset-0 cursor-pointer">
          <div
            ref={holder}
            // What the player draws takes no focus: its keys are the page's.
            inert
            data-terminal
            className="pointer-events-none size-full overflow-hidden [&_.ap-overlay-start]:hidden! [&_.ap-player]:rounded-none!"
          />
        </div>
        {isPoster && (
          <>
            <button
              type="button"
              aria-label={t("replay.play")}
              tabIndex={-1}
              onClick={toggle}
              className="absolute inset-0 m-auto grid size-16 cursor-pointer place-items-center rounded-full border border-line-strong bg-raised shadow-float hover:bg-hover"
            >
              <Play aria-hidden className="ml-0.5 size-6" />
            </button>
            <Caption>{t("replay.poster", { time: clockOf(cast, posterAt) })}</Caption>
          </>
        )}
        {skipped !== undefined && (
          <Caption>{t("replay.idle.skipped", { duration: formatDuration(skipped) })}</Caption>
        )}
      </div>
      <PlayerTimeline
        startedAt={cast.startedAt}
        seconds={seconds}
        durationSeconds={durationSeconds}
        scale={scale}
        bars={bars}
        marks={marks}
        skipsIdle={skipsIdle}
        onSeek={seek}
      />
      <PlayerControls
        startedAt={cast.startedAt}
        seconds={seconds}
        durationSeconds={durationSeconds}
        isPlaying={isPlaying}
        isFullscreen={isFullscreen}
        speed={speed}
        skipsIdle={skipsIdle}
        onToggle={toggle}
        onHabits={changeHabits}
        onFullscreen={toggleFullscreen}
        onHelp={() => setIsHelpOpen(true)}
      />
      <PlayerHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </section>
  );
}

/** A few words over the screen's lower corner. */
function Caption({ children }: { children: string }) {
  return (
    <span className="pointer-events-none absolute right-3 bottom-2 rounded-sm border border-line bg-raised px-2 py-0.5 text-soft text-xs tabular-nums">
      {children}
    </span>
  );
}

function clockOf(cast: Cast, seconds: number): string {
  return formatUtcTime(new Date(cast.startedAt.getTime() + seconds * 1000), "seconds");
}
