import type { Segment } from "./format";

/** What a player is told first: what it knows of a recording, and the part that its poster stands in. */
export interface ReplayBeginning extends ReplayOverview {
  /** Null where there is none yet, and for whoever only asks what has come since. */
  first: { segment: Segment; isFinal: boolean } | null;
}

/** What a player knows of a recording before it plays: bounded by the session's length, not by what was printed. */
export interface ReplayOverview {
  version: number;
  startedAt: string;
  /** Milliseconds up to the last thing that was recorded. */
  durationMs: number;
  /** The session is over and all of it is in segments. */
  isComplete: boolean;
  /** Bytes of output that are in no segment yet. */
  waitingBytes: number;
  /** Why segments can't be made, while that is so. */
  failure: string | null;
  /** Until when whoever asks has unmasked the recording; null: secrets are masked. */
  clearUntil: string | null;
  segments: number;
  lines: number;
  commands: number;
  outputBytes: number;
  /** The last moment at which much was on the screen. */
  posterMs: number;
  /** Output over time: bytes in each stretch of `bucketMs`, the empty ones left out. */
  activity: { bucketMs: number; buckets: [bucket: number, bytes: number][] };
  /** Times of five seconds or more without output: [from, to] in milliseconds. */
  waits: [fromMs: number, toMs: number][];
  /** New sizes (r) and marks (m), the first `MOST_MARKS`. */
  marks: [ms: number, code: "r" | "m", label: string][];
}

/** A command as a list shows it: the node's own word. */
export interface ReplayCommand {
  number: number;
  atMs: number;
  text: string;
  durationMs: number | null;
  exitStatus: number | null;
  /** The shell said where it begins and ends; else it was guessed by its prompt. */
  isMarked: boolean;
}
