import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import type { ScreenSize } from "@/lib/terminal-output/limits";
import type { PlayedRange } from "../order-ranges";
import type { Segment, SegmentEvent } from "../segments/format";
import { firstState, makeSegments, type PlayedItem } from "../segments/segmenter";
import { maskElsewhere } from "./segment-masker";

/** Bytes of output that are masked at once: one segment. */
const STEP_BYTES = 60 * 1024;

/**
 * What a recording draws, its secrets masked: filtered output, sizes and marks, with their milliseconds since it began.
 * Memory does not grow with its size.
 * @param ranges in the order of the stream
 * @param start when the recording began, and the size of its screen then
 * @throws AppError RECORDING_UNREADABLE at a range that our recorder can't have written
 */
export async function* maskedOutput(
  ranges: AsyncIterable<PlayedRange>,
  { startedAt, size }: { startedAt: Date; size: ScreenSize },
): AsyncGenerator<SegmentEvent> {
  let before: Segment | undefined;
  let segment: Segment | undefined;
  for await (const next of segmentsOf(ranges, { startedAt, size })) {
    if (segment) yield* (await maskElsewhere({ before, segment, after: next })).events;
    before = segment;
    segment = next;
  }
  if (segment) yield* (await maskElsewhere({ before, segment, after: undefined })).events;
}

async function* segmentsOf(
  ranges: AsyncIterable<PlayedRange>,
  { startedAt, size }: { startedAt: Date; size: ScreenSize },
): AsyncGenerator<Segment> {
  let state = firstState(size);
  let items: PlayedItem[] = [];
  let bytes = 0;
  const make = (isLast: boolean) => {
    const result = makeSegments(state, items, isLast);
    state = result.state;
    items = [];
    bytes = 0;
    return result.made.map(({ segment }) => segment);
  };
  for await (const range of ranges) {
    const item = range.kind === "hole" ? range : decodeRange(range);
    items.push({ ms: range.at.getTime() - startedAt.getTime(), item });
    if (range.kind === "hole") continue;
    bytes += range.byteCount;
    if (bytes >= STEP_BYTES) yield* make(false);
  }
  yield* make(true);
}
