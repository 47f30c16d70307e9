import { Worker } from "node:worker_threads";
import type { SegmentMaker } from "@/lib/recordings/segments/extend-segments";
import type { SegmentAnswer, SegmentWork } from "./segment-worker";

/** A step takes a tenth of a second or so; whatever a node has printed, none takes this long. */
const LONGEST_MS = 60_000;
const MOST_MEMORY_MB = 256;

/**
 * Makes segments in a thread of its own, so that this process goes on with everything else meanwhile. One that takes
 * too long or too much memory is ended; the next step begins with another.
 */
export function segmentThread(): { make: SegmentMaker; stop: () => Promise<void> } {
  let worker: Worker | undefined;
  const start = () =>
    new Worker(new URL("./segment-worker.mjs", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });

  const make: SegmentMaker = async (...given) => {
    worker ??= start();
    const thread = worker;
    try {
      return await step(thread, given);
    } catch (error) {
      if (worker === thread) worker = undefined;
      await thread.terminate();
      throw error;
    }
  };
  return {
    make,
    stop: async () => {
      const thread = worker;
      worker = undefined;
      await thread?.terminate();
    },
  };
}

function step(thread: Worker, given: SegmentWork): Promise<Awaited<ReturnType<SegmentMaker>>> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      // By name: without a name it would take those away that bring the messages.
      for (const event of ["message", "error", "exit"]) thread.removeAllListeners(event);
    };
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`segments took longer than ${LONGEST_MS} ms`)), LONGEST_MS);
    thread.once("message", (answer: SegmentAnswer) => {
      end();
      if ("made" in answer) resolve(answer);
      else reject(new Error(answer.failure));
    });
    thread.once("error", fail);
    thread.once("exit", (code) => fail(new Error(`the thread that makes segments ended with ${code}`)));
    thread.postMessage(given);
  });
}
