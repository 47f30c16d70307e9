import type { Segment, SegmentEvent } from "../segments/format";
import { terminalWork } from "../terminal-work/terminal-work";
import { type Exported, recordedSegments } from "./recorded-parts";

/**
 * What a recording draws: filtered output, sizes and marks, with their milliseconds since it began. Memory does not grow
 * with its size.
 * @param isClear without masks
 * @throws AppError RECORDING_UNREADABLE
 */
export async function* drawnEvents(
  exported: Exported,
  { isClear }: { isClear: boolean },
): AsyncGenerator<SegmentEvent> {
  const segments = recordedSegments(exported);
  for await (const { events } of isClear ? segments : maskedSegments(segments)) yield* events;
}

async function* maskedSegments(segments: AsyncIterable<Segment>): AsyncGenerator<Segment> {
  const { maskSegment } = terminalWork("export");
  let before: Segment | undefined;
  let segment: Segment | undefined;
  for await (const next of segments) {
    if (segment) yield await maskSegment({ before, segment, after: next });
    before = segment;
    segment = next;
  }
  if (segment) yield await maskSegment({ before, segment, after: undefined });
}
