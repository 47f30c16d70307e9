import type { Tx } from "@/lib/db/client";
import { addJob } from "@/lib/db/jobs";
import { pushQueue } from "@/lib/inbox/deliveries/queue-deliveries";

/** Queues a try, by the worker of its channel. @param runAt absent: now */
export async function queueTry(
  tx: Tx,
  { id, channel, personId }: { id: string; channel: string; personId: string | null },
  runAt?: Date,
): Promise<void> {
  const options = { key: id, ...(runAt ? { runAt } : {}) };
  if (personId === null) await addJob(tx, "deliver-webhook", { deliveryId: id, channel }, options);
  else if (channel === "push")
    await addJob(tx, "deliver-push", { deliveryId: id, channel: pushQueue(personId) }, options);
  else await addJob(tx, "deliver-mail", { deliveryId: id }, options);
}
