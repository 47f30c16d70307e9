import { parentPort } from "node:worker_threads";
import { makeSegments } from "@/lib/recordings/segments/segmenter";

export type SegmentWork = Parameters<typeof makeSegments>;
export type SegmentAnswer = ReturnType<typeof makeSegments> | { failure: string };

// A thread of its own: segment-thread.ts starts it, and ends it when it takes too long.
parentPort?.on("message", (work: SegmentWork) => {
  parentPort?.postMessage(answer(work));
});

function answer(work: SegmentWork): SegmentAnswer {
  try {
    return makeSegments(...work);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
