import type { SegmentEvent } from "../segments/format";

export interface CastHeader {
  cols: number;
  rows: number;
  startedAt: Date;
  title: string;
}

/**
 * asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/), line by line.
 * @param events with their milliseconds since the recording began
 * @returns lines without their line ends
 */
export async function* toAsciicast(
  { cols, rows, startedAt, title }: CastHeader,
  events: AsyncIterable<SegmentEvent>,
): AsyncGenerator<string> {
  const timestamp = Math.floor(startedAt.getTime() / 1000);
  yield JSON.stringify({ version: 2, width: cols, height: rows, timestamp, title });
  for await (const [ms, code, data] of events) yield JSON.stringify([ms / 1000, code, data]);
}
