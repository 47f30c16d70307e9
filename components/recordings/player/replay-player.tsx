"use client";

import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { t } from "@/messages/translate";
import { type NotesShown, standing } from "../notes/notes-given";
import { useNoteForm } from "../notes/use-note-form";
import type { GatewayProblem } from "../source/gateway";
import type { SegmentSource } from "../source/segment-source";
import { markBeside, marksOf } from "../timeline/marks";
import { barsOf, scaleOf } from "../timeline/timeline-scale";
import { PlayerControls } from "./player-controls";
import { PlayerHelp } from "./player-help";
import { momentMs, PlayerScreen } from "./player-screen";
import { PlayerTimeline } from "./player-timeline";
import { type PlayerAct, stepSpeed } from "./replay-keys";
import { useEngine } from "./use-engine";
import { useFullscreen } from "./use-fullscreen";
import { usePlayerKeys } from "./use-player-keys";
import { useReplayHabits } from "./use-replay-habits";

const BARS = 64;

export interface ReplayPlayerProps {
  source: SegmentSource;
  overview: ReplayOverview;
  /** The session goes on: so does the recording. */
  isRunning: boolean;
  nodeName: string;
  /** The moment to show, when a line of the lists was pressed; a new object for each press. */
  wanted: { ms: number } | undefined;
  trouble: GatewayProblem | undefined;
  /** Why nothing more comes of a recording that may have grown. */
  ended: GatewayProblem | undefined;
  noted: NotesShown;
  onTime: (ms: number) => void;
}

/** The recording as it ran: asciinema's keys wherever the focus is, a timeline, and both times. */
export function ReplayPlayer(props: ReplayPlayerProps) {
  const { source, overview, isRunning, nodeName, wanted, trouble, ended, noted, onTime } = props;
  const frame = useRef<HTMLElement>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isFullscreen, toggleFullscreen] = useFullscreen(frame);
  const [habits, changeHabits] = useReplayHabits();
  const [engine, state] = useEngine({ source, overview, isRunning, habits });
  const { ms } = state;
  const { durationMs } = overview;
  const startedAt = useMemo(() => new Date(overview.startedAt), [overview.startedAt]);
  const marks = useMemo(() => marksOf(overview.marks), [overview.marks]);
  const notes = useMemo(() => standing(noted.notes), [noted.notes]);
  const stops = useMemo(
    () => [...marks, ...notes.map(({ fromMs }) => ({ ms: fromMs }))].sort((a, b) => a.ms - b.ms),
    [marks, notes],
  );
  const [noteForm, openNote] = useNoteForm({ engine, ms, noted, frame });
  const scale = useMemo(() => scaleOf(overview), [overview]);
  const bars = useMemo(() => barsOf(overview, scale, BARS), [overview, scale]);
  const seek = (to: number) => engine.seek(to);
  const seekTo = useEffectEvent(seek);
  const tellTime = useEffectEvent(onTime);

  // The lists beside the player follow it.
  useEffect(() => tellTime(ms), [ms]);

  // The player is told where to go, it has no attribute for it.
  useEffect(() => {
    if (wanted) seekTo(wanted.ms);
  }, [wanted]);

  // A link to another moment of this page changes its address only.
  useEffect(() => {
    const follow = () => {
      const moment = momentMs();
      if (moment !== undefined) seekTo(moment);
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);

  usePlayerKeys(frame, (act: PlayerAct) => {
    const { time } = engine;
    const now = engine.read().ms;
    const replayNow = time.toReplay(now);
    switch (act.act) {
      case "play":
        return engine.toggle();
      case "fullscreen":
        return toggleFullscreen();
      case "help":
        return setIsHelpOpen(true);
      case "by":
        return seek(time.toReal(replayNow + act.seconds * 1000));
      case "byShare":
        return seek(time.toReal(replayNow + act.share * time.durationMs));
      case "toShare":
        return seek(time.toReal(act.share * time.durationMs));
      case "frame":
        return void engine.step(act.step);
      case "mark":
        return seek(markBeside(stops, now, act.step)?.ms ?? now);
      case "note":
        return openNote?.();
      case "speed":
        return changeHabits({ speed: stepSpeed(habits.speed, act.step) });
    }
  });

  return (
    <section
      ref={frame}
      tabIndex={-1}
      aria-label={t("replay.player", { node: nodeName })}
      className="scheme-dark flex min-w-0 flex-col bg-terminal text-ink print:hidden"
    >
      <PlayerScreen
        engine={engine}
        state={state}
        startedAt={startedAt}
        posterMs={overview.posterMs}
        trouble={trouble}
        ended={ended}
      />
      <PlayerTimeline
        startedAt={startedAt}
        ms={ms}
        durationMs={durationMs}
        scale={scale}
        bars={bars}
        marks={marks}
        notes={notes}
        skipsIdle={habits.skipsIdle}
        onSeek={seek}
      />
      <PlayerControls
        {...habits}
        startedAt={startedAt}
        ms={ms}
        durationMs={durationMs}
        isPlaying={state.playback !== "paused"}
        live={isRunning ? { isFollowing: state.playback === "following" } : undefined}
        isFullscreen={isFullscreen}
        onToggle={() => engine.toggle()}
        onFollow={() => engine.follow()}
        onHabits={changeHabits}
        onFullscreen={toggleFullscreen}
        onHelp={() => setIsHelpOpen(true)}
        onNote={openNote}
      />
      {noteForm}
      <PlayerHelp isOpen={isHelpOpen} canNote={openNote !== undefined} onClose={() => setIsHelpOpen(false)} />
    </section>
  );
}
