import type { ReplayOverview } from "@/lib/recordings/segments/views";

/** A moment to jump to, for what happened there. */
export interface ReplayMark {
  /** Milliseconds since the start. */
  ms: number;
  kind: "gap" | "size" | "event";
  /** As the recording has it: untrusted text. */
  label: string;
}

/** The marks of a recording in order: gaps, new sizes of the screen, comings and goings. */
export function marksOf(marks: ReplayOverview["marks"]): ReplayMark[] {
  return marks.map(([ms, code, label]) => ({ ms, kind: code === "r" ? "size" : kindOf(label), label }));
}

/** What a mark of the recorder stands for. @param label as the recording has it */
export function kindOf(label: string): "gap" | "event" {
  return label.startsWith("gap:") ? "gap" : "event";
}

/** The mark before or after a moment. @param slackMs one that was only just passed is skipped on the way back */
export function markBeside<T extends { ms: number }>(
  marks: readonly T[],
  ms: number,
  step: 1 | -1,
  slackMs = 1000,
): T | undefined {
  return step === 1 ? marks.find((mark) => mark.ms > ms) : marks.findLast((mark) => mark.ms < ms - slackMs);
}
