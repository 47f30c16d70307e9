import { exclusively } from "@/lib/db/exclusively";
import { log } from "@/lib/kernel/log/log";

export interface Loop {
  /** What it does; also the name of its lock, so that one process at a time does it. */
  name: string;
  /** Pause between two rounds. */
  seconds: number;
  work: () => Promise<unknown>;
}

/**
 * Runs the loops side by side: one that fails or hangs stops no other. A failure is logged when it begins and when
 * it ends, not at every round.
 * @returns a function that stops them and waits for rounds under way
 */
export function startLoops(loops: readonly Loop[]): () => Promise<void> {
  let isStopping = false;
  const wakers = new Set<() => void>();

  async function turn(loop: Loop): Promise<void> {
    let lastFailure: string | undefined;
    while (!isStopping) {
      try {
        await exclusively(`halligan loop ${loop.name}`, async () => {
          // Told to stop while it waited for the lock: a round that has not begun need not be waited for.
          if (!isStopping) await loop.work();
        });
        if (lastFailure !== undefined) log.info("loop works again", { loop: loop.name });
        lastFailure = undefined;
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error);
        if (failure !== lastFailure) log.error("loop failed", { loop: loop.name, error });
        lastFailure = failure;
      }
      if (!isStopping) await pause(loop.seconds * 1000);
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      wakers.add(wake);
    });
  }

  const turns = loops.map(turn);
  return async () => {
    isStopping = true;
    for (const wake of [...wakers]) wake();
    await Promise.all(turns);
  };
}
