import { Worker } from "node:worker_threads";
import type { SystemActor } from "@/lib/kernel/actor";
import { log } from "@/lib/kernel/log/log";

const MOST_MEMORY_MB = 256;
const AGAIN_MS = 5_000;

/**
 * Indexes and grades recordings in a thread of its own, so that this process goes on with everything else however much
 * nodes have printed. One that ends by itself is started again.
 * @returns a function that stops it and waits for steps under way
 */
export function startReadingThread(actor: SystemActor): () => Promise<void> {
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;
  let ended: Promise<void> = Promise.resolve();

  function start(): void {
    const thread = new Worker(new URL("./reading-worker.mjs", import.meta.url), {
      workerData: { actor },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    worker = thread;
    ended = new Promise((resolve) => {
      thread.on("error", (error) => log.error("the thread that reads recordings failed", { error }));
      thread.on("exit", (code) => {
        resolve();
        if (isStopping) return;
        log.warn("the thread that reads recordings ended, and is started again", { exitCode: code });
        again = setTimeout(start, AGAIN_MS);
      });
    });
  }

  start();
  return async () => {
    isStopping = true;
    clearTimeout(again);
    worker?.postMessage("stop");
    await ended;
  };
}
