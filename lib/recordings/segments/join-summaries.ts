import type { SegmentSummary } from "./format";

const MOST_MARKS = 5_000;
const MOST_WAITS = 10_000;

/** What is known of a segment, or of some one after another. */
export interface SummarizedSegment {
  /** Where the last of them ends. */
  toMs: number;
  outputBytes: number;
  summary: SegmentSummary;
}

/**
 * Puts summaries together, and keeps the first waits and marks of all.
 * @param segments in order
 */
export function joinSummaries(segments: readonly SummarizedSegment[]): SummarizedSegment {
  const activity = new Map<number, number>();
  const waits: SegmentSummary["waits"] = [];
  const marks: SegmentSummary["marks"] = [];
  let outputBytes = 0;
  for (const segment of segments) {
    outputBytes += segment.outputBytes;
    for (const [second, bytes] of segment.summary.activity)
      activity.set(second, (activity.get(second) ?? 0) + bytes);
    for (const wait of segment.summary.waits) if (waits.length < MOST_WAITS) waits.push(wait);
    for (const mark of segment.summary.marks) if (marks.length < MOST_MARKS) marks.push(mark);
  }
  const summary = { activity: [...activity], waits, marks };
  return { toMs: segments.at(-1)?.toMs ?? 0, outputBytes, summary };
}
