import type { Segment, SegmentEvent } from "@/lib/recordings/segments/format";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import type { GatewayProblem } from "../source/gateway";
import type { PlaybackState } from "./playback";

/** What draws a recording. */
export interface ReplayScreen {
  /** Puts a segment's first screen there, with what its first `count` events did to it. */
  show: (segment: Segment, count: number) => void;
  /** Goes on with more events. */
  write: (events: readonly SegmentEvent[]) => void;
}

export interface EngineClock {
  /** Milliseconds; never runs back. */
  now: () => number;
  /** Calls back before the next picture is drawn. @returns gives it up */
  onFrame: (run: () => void) => () => void;
}

/** What a page shows of the player. */
export interface EngineState {
  /** Where it is, in milliseconds since the recording began. */
  ms: number;
  playback: PlaybackState;
  /** Nothing was played or sought: the screen shows the poster. */
  isPoster: boolean;
  /** Why a part can't be had, and asking again won't help. */
  refusal: GatewayProblem | undefined;
}

export type PlayedOverview = Pick<
  ReplayOverview,
  "durationMs" | "waits" | "segments" | "posterMs" | "isComplete"
>;
