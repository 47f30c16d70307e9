import type { CastEvent } from "./cast";

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
