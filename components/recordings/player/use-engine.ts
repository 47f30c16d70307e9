import { useEffect, useState, useSyncExternalStore } from "react";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import type { EngineClock, EngineState } from "../playback/engine-parts";
import type { PlaybackHabits } from "../playback/playback";
import { ReplayEngine } from "../playback/replay-engine";
import type { SegmentSource } from "../source/segment-source";

const BROWSER: EngineClock = {
  now: () => performance.now(),
  onFrame: (run) => {
    const frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  },
};

/** The engine of a recording, told what the page knows; a recording and its source never become another. */
export function useEngine(given: {
  source: SegmentSource;
  overview: ReplayOverview;
  isRunning: boolean;
  habits: PlaybackHabits;
}): [ReplayEngine, EngineState] {
  const { overview, isRunning } = given;
  const { speed, skipsIdle } = given.habits;
  const [engine] = useState(() => new ReplayEngine({ ...given, clock: BROWSER }));
  const state = useSyncExternalStore(engine.subscribe, engine.read, engine.read);

  // The engine is no part of the page: it is told what changes.
  useEffect(() => engine.extend(overview, isRunning), [engine, overview, isRunning]);
  useEffect(() => engine.change({ speed, skipsIdle }), [engine, speed, skipsIdle]);

  return [engine, state];
}
