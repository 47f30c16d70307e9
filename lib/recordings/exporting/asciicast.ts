import type { SegmentEvent } from "../segments/format";

export interface CastHeader {
  version: 2 | 3;
  cols: number;
  rows: number;
  startedAt: Date;
  title: string;
  /** What a reader of the file should know: lines of ours. Version 2 has no place for them. */
  notes: readonly string[];
}

/**
 * asciicast, line by line: https://docs.asciinema.org/manual/asciicast/v3/ and /v2/. Version 3 tells times as intervals
 * and may have comments. It has no exit event: Systems Manager doesn't tell with what status a shell ended.
 * @param events with their milliseconds since the recording began
 * @returns lines without their line ends
 */
export async function* toAsciicast(
  header: CastHeader,
  events: AsyncIterable<SegmentEvent>,
): AsyncGenerator<string> {
  const { version, cols, rows, startedAt, title, notes } = header;
  const timestamp = Math.floor(startedAt.getTime() / 1000);
  if (version === 2) yield JSON.stringify({ version, width: cols, height: rows, timestamp, title });
  else {
    yield JSON.stringify({ version, term: { cols, rows, type: "xterm-256color" }, timestamp, title });
    for (const note of notes) yield `# ${note}`;
  }
  let last = 0;
  for await (const [at, code, data] of events) {
    const ms = Math.max(last, at);
    yield JSON.stringify([(version === 2 ? ms : ms - last) / 1000, code, data]);
    last = ms;
  }
}
