import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addJobs } from "@/lib/db/jobs";
import { addSeconds } from "@/lib/kernel/time";
import { closeExpired, findOverlooked } from "./store";

const BATCH = 500;
/** A job that is due longer than this was lost, with the process that had taken it. */
const OVERLOOKED_SECONDS = 5;

/** Gives up what is too late, and queues again what a process left behind that died. */
export async function sweepDeliveries(): Promise<{ gaveUp: number; queued: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const gaveUp = await closeExpired(tx, at);
    const ids = await findOverlooked(tx, addSeconds(at, -OVERLOOKED_SECONDS), BATCH);
    await addJobs(
      tx,
      "deliver-mail",
      ids.map((deliveryId) => ({ payload: { deliveryId }, key: deliveryId })),
    );
    return { gaveUp, queued: ids.length };
  });
}
