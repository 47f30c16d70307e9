import { type Runner, type RunnerOptions, run } from "graphile-worker";
import { Reconnection } from "@/lib/kernel/reconnection/reconnection";

const SCHEDULE = { firstMs: 500, maxMs: 10_000 };

/**
 * Runs the job worker until stopped, and starts it again when it stops by itself: without it nothing ends.
 * @param onDown what stopped it
 * @returns a function that stops it and waits for jobs under way
 * @throws what the first start failed with
 */
export async function startWorker(
  options: RunnerOptions,
  onDown: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const worker = new Reconnection<Runner>({
    connect: async ({ lost }) => {
      const runner = await run(options);
      runner.promise.then(() => lost(new Error("the job worker stopped")), lost);
      return runner;
    },
    // Of one that has stopped by itself there is nothing left to stop.
    end: (runner) => runner.stop().catch(() => {}),
    schedule: SCHEDULE,
    onDown,
  });
  await worker.get();
  return () => worker.stop();
}
