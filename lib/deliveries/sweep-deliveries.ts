import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addSeconds } from "@/lib/kernel/time";
import { queueTry } from "./queue-try";
import { closeExpired, findOverlooked } from "./store";

const BATCH = 500;
/** A job that is due longer than this was lost, with the process that had taken it. */
const OVERLOOKED_SECONDS = 5;

/** Gives up what is too late, and queues again what a process left behind that died. */
export async function sweepDeliveries(): Promise<{ gaveUp: number; queued: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const gaveUp = await closeExpired(tx, at);
    const overlooked = await findOverlooked(tx, addSeconds(at, -OVERLOOKED_SECONDS), BATCH);
    for (const one of overlooked) await queueTry(tx, one);
    return { gaveUp, queued: overlooked.length };
  });
}
