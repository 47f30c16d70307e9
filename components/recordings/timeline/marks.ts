import { parseDark } from "@/lib/recordings/segments/dark-rules";
import type { ReplayOverview } from "@/lib/recordings/segments/views";

/** A moment to jump to, for what happened there. */
export interface ReplayMark {
  /** Milliseconds since the start. */
  ms: number;
  kind: "gap" | "dark" | "size" | "event";
  /** As the recording has it: untrusted text. */
  label: string;
  /** Of a stretch: its end. */
  toMs?: number;
}

/** The marks of a recording in order: gaps, new sizes of the screen, comings and goings. */
export function marksOf(marks: ReplayOverview["marks"]): ReplayMark[] {
  return marks.map(([ms, code, label]) => {
    const toMs = parseDark(label)?.toMs;
    return { ms, kind: code === "r" ? "size" : kindOf(label), label, ...(toMs !== undefined && { toMs }) };
  });
}

/** What a mark of the recorder stands for. @param label as the recording has it */
export function kindOf(label: string): "gap" | "dark" | "event" {
  if (label.startsWith("gap:")) return "gap";
  return parseDark(label)?.isInProgram === false ? "dark" : "event";
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
