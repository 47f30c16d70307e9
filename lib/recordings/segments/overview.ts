import { joinSummaries, type SummarizedSegment } from "./join-summaries";
import type { ReplayOverview } from "./views";

/** As many stretches as a timeline has pixels. */
const MOST_BUCKETS = 2_000;
/** Of the busiest stretch, from which on a moment counts as busy; or bytes of it: more than a prompt that says where it stands. */
const BUSY_SHARE = 0.2;
const BUSY_BYTES = 64;

/** Puts the summaries of all segments together. @param segments in order */
export function summarize(
  segments: readonly SummarizedSegment[],
): Pick<ReplayOverview, "durationMs" | "outputBytes" | "posterMs" | "activity" | "waits" | "marks"> {
  const { toMs: durationMs, outputBytes, summary } = joinSummaries(segments);
  const bucketMs = Math.max(1, Math.ceil(durationMs / 1000 / MOST_BUCKETS)) * 1000;
  const buckets = new Map<number, number>();
  for (const [second, bytes] of summary.activity) {
    const bucket = Math.floor((second * 1000) / bucketMs);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + bytes);
  }
  // What is known later may have begun earlier: input that was not printed.
  const marks = summary.marks.sort(([one], [other]) => one - other);
  const activity = { bucketMs, buckets: [...buckets] };
  const posterMs = posterOf(activity, durationMs);
  return { durationMs, outputBytes, posterMs, activity, waits: summary.waits, marks };
}

/** The end of the last stretch in which much was printed. */
function posterOf({ bucketMs, buckets }: ReplayOverview["activity"], durationMs: number): number {
  const most = buckets.reduce((max, [, bytes]) => Math.max(max, bytes), 0);
  const busy = Math.min(most * BUSY_SHARE, BUSY_BYTES);
  const last = buckets.findLast(([, bytes]) => bytes >= busy);
  return last ? Math.min(durationMs, (last[0] + 1) * bucketMs) : durationMs;
}
