import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { maskLines } from "../../masking/mask-text";
import type { ReplayCommand } from "../../segments/views";
import type { IndexedRow } from "../format/blocks";

/** The lines of one part of a recording. */
export interface LinesPart {
  firstLine: number;
  lines: readonly TranscriptLine[];
}

/**
 * What of lines is searched: all but the recorder's own marks. Secrets are masked: what is not in the index, no search
 * tells of.
 * @param before lines before the first part, which are only read
 */
export function* rowsOfLines(
  parts: readonly LinesPart[],
  commands: readonly Pick<ReplayCommand, "atMs" | "text">[],
  before: readonly string[] = [],
): Generator<IndexedRow> {
  const masked = maskLines(
    parts.flatMap(({ lines }) => lines.map(({ text }) => text)),
    { before },
  );
  let next = 0;
  const byMoment = new Map<number, string[]>();
  for (const { atMs, text } of maskedCommands(commands))
    byMoment.set(atMs, [...(byMoment.get(atMs) ?? []), text]);
  for (const { firstLine, lines } of parts)
    for (const [index, { atMs, kind }] of lines.entries()) {
      const text = masked[next] ?? "";
      next += 1;
      if (kind === "mark" || text === "") continue;
      const command = byMoment.get(atMs)?.find((typed) => typed !== "" && text.endsWith(typed));
      yield {
        ...{ line: firstLine + index, atMs, text },
        commandAt: command === undefined ? -1 : text.length - command.length,
      };
    }
}

export function rowsOfCommands(commands: readonly ReplayCommand[]): IndexedRow[] {
  return maskedCommands(commands).map(({ number, atMs, text }) => ({
    ...{ line: number, atMs, text },
    commandAt: -1,
  }));
}

function maskedCommands<T extends { text: string }>(commands: readonly T[]): T[] {
  const texts = maskLines(commands.map(({ text }) => text));
  return commands.map((command, index) => ({ ...command, text: texts[index] ?? "" }));
}
