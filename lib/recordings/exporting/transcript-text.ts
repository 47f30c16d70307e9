import { seenText } from "@/lib/db/lists/csv";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";

/** What stands between a line's time and its text: the node's words can't pass for the recorder's. */
const SIGN = { output: "|", program: ":", mark: "*" } as const satisfies Record<
  TranscriptLine["kind"],
  string
>;

/**
 * A transcript as plain text, UTF-8. Each line begins with a time, in UTC, and a sign: `|` output, `:` a row of a
 * full-screen program's screen as it was replaced, `*` by the recorder (gaps, input that was not printed, comings and
 * goings). Lines of ours begin with `#`; without the last one the file was cut off.
 * @param header what a reader should know: lines of ours
 * @returns lines without their line ends
 */
export async function* toTranscript(
  { startedAt, notes }: { startedAt: Date; notes: readonly string[] },
  lines: AsyncIterable<TranscriptLine>,
): AsyncGenerator<string> {
  for (const note of notes) yield `# ${note}`;
  yield "# Signs: | output, : row of a full-screen program, * recorder. Times are UTC.";
  let count = 0;
  for await (const { atMs, text, kind } of lines) {
    const at = new Date(startedAt.getTime() + atMs).toISOString();
    for (const row of text.split(/\r\n|[\r\n\u2028\u2029]/u)) {
      yield `${at} ${SIGN[kind]} ${seenText(row)}`.trimEnd();
      count += 1;
    }
  }
  yield `# End: ${count} lines`;
}
