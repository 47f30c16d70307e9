import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import type { ReplayCommand } from "../../segments/views";
import type { IndexedRow } from "../format/blocks";

/** The lines of one part of a recording. */
export interface LinesPart {
  firstLine: number;
  lines: readonly TranscriptLine[];
}

/** What of lines is searched: all but the recorder's own marks. */
export function* rowsOfLines(
  parts: readonly LinesPart[],
  commands: readonly Pick<ReplayCommand, "atMs" | "text">[],
): Generator<IndexedRow> {
  const byMoment = new Map<number, string[]>();
  for (const { atMs, text } of commands) byMoment.set(atMs, [...(byMoment.get(atMs) ?? []), text]);
  for (const { firstLine, lines } of parts)
    for (const [index, { atMs, text, kind }] of lines.entries()) {
      if (kind === "mark" || text === "") continue;
      const command = byMoment.get(atMs)?.find((typed) => typed !== "" && text.endsWith(typed));
      yield {
        ...{ line: firstLine + index, atMs, text },
        commandAt: command === undefined ? -1 : text.length - command.length,
      };
    }
}

export function rowsOfCommands(commands: readonly ReplayCommand[]): IndexedRow[] {
  return commands.map(({ number, atMs, text }) => ({ line: number, atMs, text, commandAt: -1 }));
}
