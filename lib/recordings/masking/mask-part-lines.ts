import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { maskLines } from "./mask-text";

/** Lines of the parts beside one that are read with it: a private key has some fifty. */
export const LINES_BESIDE = 400;

/** The lines of one part of a recording with those beside it, which are only read. @returns the same if nothing in them is masked */
export function maskPartLines(
  lines: readonly TranscriptLine[],
  { before, after }: { before: readonly TranscriptLine[]; after: readonly TranscriptLine[] },
): readonly TranscriptLine[] {
  const masked = maskLines(lines.map(textOf), {
    before: before.slice(-LINES_BESIDE).map(textOf),
    after: after.slice(0, LINES_BESIDE).map(textOf),
  });
  if (masked.every((text, index) => text === lines[index]?.text)) return lines;
  return lines.map((line, index) => ({ ...line, text: masked[index] ?? "" }));
}

const textOf = ({ text }: TranscriptLine): string => text;
