import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { z } from "zod";
import type { Snapshot } from "@/lib/terminal-screen/snapshot";
import type { TranscriptLine, TypedCommand } from "@/lib/terminal-screen/transcript/transcript-line";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Segments of another version are made anew from the recording: they are made of it and nothing else. */
export const SEGMENT_VERSION = 1;

/** Output, a new size ("80x24") or a mark, with its milliseconds since the recording began. */
export type SegmentEvent = readonly [ms: number, code: "o" | "r" | "m", data: string];

/** A part of a recording that plays by itself: the screen as it was, and what happened then. */
export interface Segment {
  version: number;
  /** From 0 on, without a gap. */
  number: number;
  fromMs: number;
  toMs: number;
  screen: Snapshot;
  /** Filtered: whole sequences that draw, and nothing else. */
  events: SegmentEvent[];
}

/** The lines that were left while a segment lasted. */
export interface SegmentLines {
  version: number;
  number: number;
  lines: TranscriptLine[];
}

/** What is known of a segment without opening it; sizes do not grow with what was printed. */
export interface SegmentSummary {
  /** Bytes of output in each second that had any: [second since the start, bytes]. */
  activity: [second: number, bytes: number][];
  /** Times without output of at least `WAIT_MS`: [from, to] in milliseconds. */
  waits: [fromMs: number, toMs: number][];
  /** Sizes and marks as the recorder wrote them, at most `MOST_MARKS_A_SEGMENT`. */
  marks: [ms: number, code: "r" | "m", label: string][];
}

/** A segment with all that is stored of it. */
export interface MadeSegment {
  segment: Segment;
  lines: TranscriptLine[];
  commands: TypedCommand[];
  summary: SegmentSummary;
  outputBytes: number;
}

/** Output is silent for at least so long before a replay skips the time. */
export const WAIT_MS = 5_000;
export const MOST_MARKS_A_SEGMENT = 1_000;

/** A JSON value as it is stored, and sent to browsers that read brotli. */
export async function pack(value: object): Promise<Buffer> {
  const text = Buffer.from(JSON.stringify(value));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return compress(text, { params });
}

/** @returns the JSON text of what `pack` made */
export async function unpack(packed: Uint8Array): Promise<Buffer> {
  return decompress(packed);
}

const packed = z.object({ version: z.literal(SEGMENT_VERSION) });

/** What jobs packed: a segment, its lines, or where the next one begins. */
export async function parsePart<T extends object>(part: Uint8Array): Promise<T> {
  const value: unknown = JSON.parse((await unpack(part)).toString());
  packed.parse(value);
  return value as T;
}
