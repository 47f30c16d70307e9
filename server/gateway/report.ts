import { log } from "@/lib/kernel/log/log";

/** Work nobody waits for: a failure is written down; the sweep of the jobs process is its retry. */
export function report(work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error("work nobody waits for has failed", { error }));
}
