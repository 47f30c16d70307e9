import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import type { PlayedRange } from "../order-ranges";
import type { SegmentEvent } from "../segments/format";

export interface CastHeader {
  cols: number;
  rows: number;
  startedAt: Date;
  title: string;
}

/**
 * asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/), line by line.
 * @param ranges in the order of the stream
 * @returns lines without their line ends; output that splits a character waits for its rest. It throws AppError
 *   RECORDING_UNREADABLE at a range that our recorder can't have written
 */
export async function* toAsciicast(
  header: CastHeader,
  ranges: AsyncIterable<PlayedRange>,
): AsyncGenerator<string> {
  yield headerLine(header);
  const decoder = new TextDecoder();
  let elapsed = 0;
  for await (const range of ranges) {
    // Ranges of out-of-order frames may be older than what was played last: time never runs back.
    elapsed = Math.max(elapsed, (range.at.getTime() - header.startedAt.getTime()) / 1000);
    const event = eventOf(range, decoder);
    if (event) yield JSON.stringify([Number(elapsed.toFixed(3)), event.code, event.data]);
  }
  const rest = decoder.decode();
  if (rest) yield JSON.stringify([Number(elapsed.toFixed(3)), "o", rest]);
}

/** The same of what a recording draws. @param events with their milliseconds since it began */
export async function* drawnAsciicast(
  header: CastHeader,
  events: AsyncIterable<SegmentEvent>,
): AsyncGenerator<string> {
  yield headerLine(header);
  for await (const [ms, code, data] of events) yield JSON.stringify([ms / 1000, code, data]);
}

function headerLine({ cols, rows, startedAt, title }: CastHeader): string {
  const timestamp = Math.floor(startedAt.getTime() / 1000);
  return JSON.stringify({ version: 2, width: cols, height: rows, timestamp, title });
}

function eventOf(
  range: PlayedRange,
  decoder: TextDecoder,
): { code: "o" | "r" | "m"; data: string } | undefined {
  if (range.kind === "hole") return missing(range, "not recorded");
  const decoded = decodeRange(range);
  switch (decoded.kind) {
    case "output": {
      const data = decoder.decode(decoded.bytes, { stream: true });
      return data ? { code: "o", data } : undefined;
    }
    case "size":
      return { code: "r", data: `${decoded.cols}x${decoded.rows}` };
    case "gap":
      return missing(decoded, decoded.cause);
    case "mark":
      return { code: "m", data: decoded.mark };
    case "unechoed":
      return { code: "m", data: `${decoded.bytes} bytes typed that were not printed` };
    case "input":
      return undefined;
  }
}

function missing({ from, to }: { from: number; to: number }, why: string): { code: "m"; data: string } {
  return { code: "m", data: `gap: frames ${from} to ${to} were never received (${why})` };
}
