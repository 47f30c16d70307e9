import type { CastEvent } from "./cast";

/** A stretch of a recording. */
export interface Bucket {
  /** 0–1: how much was printed, against the fullest; a tenth of the output is still well seen. */
  height: number;
  /** Nothing came in it, and it is part of a longer wait. */
  isIdle: boolean;
}

/** A wait this long, in seconds, is idle. */
const IDLE_SECONDS = 5;

/**
 * How much was printed when: the recording in stretches of the same length.
 * @param durationSeconds of the whole, in the time of the events
 */
export function activityOf(events: readonly CastEvent[], durationSeconds: number, count: number): Bucket[] {
  const width = durationSeconds / count;
  const sizes = new Array<number>(count).fill(0);
  const idle = new Array<boolean>(count).fill(false);
  const bucketAt = (at: number) => (width === 0 ? 0 : Math.min(count - 1, Math.floor(at / width)));
  const markIdle = (from: number, to: number) => {
    if (to - from < IDLE_SECONDS) return;
    for (let bucket = bucketAt(from) + 1; bucket < bucketAt(to); bucket += 1) idle[bucket] = true;
  };
  let last = 0;
  for (const [at, code, data] of events) {
    if (code !== "o") continue;
    const bucket = bucketAt(at);
    sizes[bucket] = (sizes[bucket] ?? 0) + data.length;
    markIdle(last, at);
    last = at;
  }
  markIdle(last, durationSeconds + width);
  const most = Math.log1p(Math.max(...sizes, 1));
  return sizes.map((size, bucket) => ({
    height: Math.log1p(size) / most,
    isIdle: size === 0 && idle[bucket] === true,
  }));
}

/** A moment to jump to, for what happened there. */
export interface ReplayMark {
  /** Seconds since the start. */
  at: number;
  kind: "gap" | "size" | "event";
  /** As the recording has it: untrusted text. */
  label: string;
}

/** The marks of a recording in order: gaps, new sizes of the screen, comings and goings. */
export function marksOf(events: readonly CastEvent[]): ReplayMark[] {
  return events.flatMap(([at, code, data]): ReplayMark[] => {
    if (code === "r") return [{ at, kind: "size", label: data }];
    if (code === "m") return [{ at, kind: data.startsWith("gap:") ? "gap" : "event", label: data }];
    return [];
  });
}

/** The mark before or after a moment. @param slackSeconds one that was only just passed is skipped on the way back */
export function markBeside<T extends { at: number }>(
  marks: readonly T[],
  seconds: number,
  step: 1 | -1,
  slackSeconds = 1,
): T | undefined {
  return step === 1
    ? marks.find(({ at }) => at > seconds + 0.01)
    : marks.findLast(({ at }) => at < seconds - slackSeconds);
}

/** The second of the output before or after a moment: one frame back or on. */
export function frameBeside(events: readonly CastEvent[], seconds: number, step: 1 | -1): number | undefined {
  const shown = ([at, code]: CastEvent) =>
    code === "o" && (step === 1 ? at > seconds + 0.0005 : at < seconds - 0.0005);
  return step === 1 ? events.find(shown)?.[0] : events.findLast(shown)?.[0];
}
