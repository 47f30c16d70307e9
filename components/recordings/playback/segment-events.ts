import type { Segment, SegmentEvent } from "@/lib/recordings/segments/format";

/** How many of a segment's events a moment has seen. */
export function countUntil({ events }: Segment, ms: number): number {
  const after = events.findIndex(([at]) => at > ms);
  return after < 0 ? events.length : after;
}

/** The moment of the output before or after another. */
export function frameBeside(events: readonly SegmentEvent[], ms: number, step: 1 | -1): number | undefined {
  const isWanted = ([at, code]: SegmentEvent) => code === "o" && (step === 1 ? at > ms : at < ms);
  return (step === 1 ? events.find(isWanted) : events.findLast(isWanted))?.[0];
}
