import type { ReplayCommand } from "@/lib/recordings/segments/views";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { readParts } from "../source/read-all";
import type { RecordingSource } from "../source/recording";

/** What stands on paper of a recording, besides its events. */
export interface ReadRecord {
  commands: readonly ReplayCommand[];
  lines: readonly TranscriptLine[];
  /** There is more in the recording than is printed. */
  isCut: boolean;
}

/** As much as a browser can lay out. */
const MOST_LINES = 200_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * Reads all commands and the transcript, up to what can be printed.
 * @param segments how many the recording has
 * @param onProgress how many of them are read
 */
export async function readRecord(
  source: Pick<RecordingSource, "lines" | "commands">,
  segments: number,
  onProgress: (segments: number) => void,
  signal: AbortSignal,
): Promise<ReadRecord> {
  const { commands } = await source.commands.read(Number.POSITIVE_INFINITY, signal);
  const lines: TranscriptLine[] = [];
  let characters = 0;
  const next = await readParts(
    source.lines,
    { from: 0, to: segments },
    (part) => {
      for (const line of part.lines) lines.push(line);
      characters += part.lines.reduce((sum, { text }) => sum + text.length, 0);
      onProgress(part.number + 1);
      return lines.length >= MOST_LINES || characters >= MOST_CHARACTERS;
    },
    signal,
  );
  return { commands, lines, isCut: next < segments };
}
