"use client";

import "asciinema-player/dist/bundle/asciinema-player.css";
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { t } from "@/messages/translate";
import { frameBeside, markBeside, marksOf } from "../activity";
import { type Cast, shortenWaits } from "../cast";
import { momentOf } from "./moment";
import { mountPlayer, type PlayerHandle } from "./mount-player";
import { PlayerControls } from "./player-controls";
import { PlayerHelp } from "./player-help";
import { type PlayerAct, playerActOf, stepSpeed } from "./replay-keys";
import { useReplayHabits } from "./use-replay-habits";

const LONGEST_WAIT_SECONDS = 2;

export interface ReplayPlayerProps {
  cast: Cast;
  nodeName: string;
  /** The real second to show, when a line of the transcript was pressed; a new object for each press. */
  wanted: { realSeconds: number } | undefined;
  onTime: (realSeconds: number) => void;
}

/** The recording as it ran, with asciinema's keys, a timeline of what was printed when, and both times. */
export function ReplayPlayer({ cast, nodeName, wanted, onTime }: ReplayPlayerProps) {
  const frame = useRef<HTMLElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const handle = useRef<PlayerHandle>(undefined);
  const at = useRef<number>(undefined);
  const [seconds, setSeconds] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [{ speed, skipsIdle }, changeHabits] = useReplayHabits();
  const durationSeconds = cast.events.at(-1)?.[0] ?? 0;
  const marks = useMemo(() => marksOf(cast.events), [cast]);
  const timeline = useMemo(
    () => shortenWaits(cast.events, skipsIdle ? LONGEST_WAIT_SECONDS : Number.POSITIVE_INFINITY),
    [cast, skipsIdle],
  );
  const tellTime = useEffectEvent((real: number) => {
    at.current = real;
    setSeconds(real);
    onTime(real);
  });
  const wasPlaying = useEffectEvent(() => isPlaying);

  // The player draws into an element of its own; a speed is fixed when it is made, so a new one takes over in place.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    at.current ??= Math.min(momentOf(window.location) ?? 0, durationSeconds);
    const goesOn = wasPlaying();
    tellTime(at.current);
    const stop = mountPlayer(element, {
      cast,
      timeline,
      speed,
      startAt: timeline.toReplay(at.current),
      onReady: (created) => {
        handle.current = created;
        if (goesOn) created.play();
      },
      onPlaying: setIsPlaying,
      onTime: (replay) => tellTime(timeline.toReal(replay)),
    });
    return () => {
      handle.current = undefined;
      stop();
    };
  }, [cast, timeline, speed, durationSeconds]);

  const seek = (real: number) => {
    const clamped = Math.min(Math.max(0, real), durationSeconds);
    handle.current?.seek(timeline.toReplay(clamped));
    tellTimeOf(clamped);
  };
  const tellTimeOf = (real: number) => {
    at.current = real;
    setSeconds(real);
    onTime(real);
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
  const toggleFullscreen = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen());
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
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const act = playerActOf(event);
    const { target } = event;
    if (!act || target instanceof HTMLSelectElement) return;
    // A button that has the focus is pressed by the space bar, as everywhere.
    if (act.act === "play" && (target instanceof HTMLButtonElement || isCheckbox(target))) return;
    event.preventDefault();
    // asciinema's own keys would do it a second time.
    event.stopPropagation();
    obey(act);
  };
  return (
    <section
      ref={frame}
      aria-label={t("replay.player", { node: nodeName })}
      onKeyDownCapture={press}
      className="scheme-dark grid min-w-0 grid-rows-[minmax(0,1fr)_auto] rounded-md bg-terminal"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; the keyboard has the section's keys */}
      <div role="presentation" onClick={toggle} className="min-w-0 cursor-pointer">
        <div
          ref={holder}
          // What the player draws takes no focus: its keys are the section's.
          inert
          data-terminal
          className="pointer-events-none min-h-48 overflow-hidden rounded-t-md bg-terminal [&_.ap-player]:rounded-none!"
        />
      </div>
      <PlayerControls
        cast={cast}
        seconds={seconds}
        durationSeconds={durationSeconds}
        marks={marks}
        isPlaying={isPlaying}
        speed={speed}
        skipsIdle={skipsIdle}
        onToggle={toggle}
        onSeek={seek}
        onHabits={changeHabits}
        onFullscreen={toggleFullscreen}
        onHelp={() => setIsHelpOpen(true)}
      />
      <PlayerHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </section>
  );
}

function isCheckbox(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type === "checkbox";
}
