import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { LINES_BESIDE } from "../masking/mask-part-lines";
import { terminalWork } from "../terminal-work/terminal-work";
import { type Exported, recordedLines, unstoredParts } from "./recorded-parts";

/**
 * The lines of a recording, part by part, masked with the lines on both sides of them. Memory does not grow with its
 * size.
 * @param isClear without masks
 * @throws AppError RECORDING_UNREADABLE
 */
export async function* transcriptLines(
  exported: Exported,
  { isClear }: { isClear: boolean },
): AsyncGenerator<TranscriptLine> {
  const parts = partsOf(exported);
  for await (const lines of isClear ? parts : maskedParts(parts)) yield* lines;
}

async function* partsOf(exported: Exported): AsyncGenerator<readonly TranscriptLine[]> {
  yield* recordedLines(exported);
  for await (const { lines } of unstoredParts(exported)) yield lines;
}

async function* maskedParts(
  parts: AsyncIterable<readonly TranscriptLine[]>,
): AsyncGenerator<readonly TranscriptLine[]> {
  let before: string[] = [];
  let lines: readonly TranscriptLine[] = [];
  for await (const next of parts) {
    // A part without lines has no neighbours to read: the next one has.
    if (next.length === 0) continue;
    yield await masked(lines, { before, after: textsOf(next.slice(0, LINES_BESIDE)) });
    before = [...before, ...textsOf(lines)].slice(-LINES_BESIDE);
    lines = next;
  }
  yield await masked(lines, { before, after: [] });
}

async function masked(
  lines: readonly TranscriptLine[],
  beside: { before: string[]; after: string[] },
): Promise<TranscriptLine[]> {
  if (lines.length === 0) return [];
  const texts = await terminalWork("export").maskLines(textsOf(lines), beside);
  return lines.map((line, index) => ({ ...line, text: texts[index] ?? "" }));
}

const textsOf = (lines: readonly TranscriptLine[]) => lines.map(({ text }) => text);
