import { reading } from "@/lib/db/client";
import { log } from "@/lib/kernel/log/log";
import { readLastRangeId, readRangeWriters } from "./range-store";

const PAUSE_MS = 10;
/** A commit takes milliseconds. Longer than this, ranges are left to the next round, and events are sealed without. */
const PATIENCE_MS = 3_000;

/**
 * Up to which number no recorded range can appear any more: numbers are given before commits, which overtake each
 * other. Whoever has been given a number holds its lock on the table until its transaction is over, as PostgreSQL
 * itself relies on when it builds an index concurrently. So: look at the last number, then wait for everybody who held
 * the lock at that moment, and for nobody who came later; no writer waits for us.
 * @returns the number, "0" when nothing was recorded yet; null: a writer has not ended within `patienceMs`
 */
export async function settledThrough(patienceMs = PATIENCE_MS): Promise<string | null> {
  const last = await readLastRangeId(reading());
  const deadline = Date.now() + patienceMs;
  let writers = await readRangeWriters(reading());
  while (writers.length > 0) {
    if (Date.now() >= deadline) {
      log.warn("a transaction that records has not ended, and holds up the sealing of ranges", {
        writers: writers.length,
      });
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const still = new Set(await readRangeWriters(reading()));
    writers = writers.filter((writer) => still.has(writer));
  }
  return last;
}
