import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addJobs } from "@/lib/db/jobs";
import { newId } from "@/lib/kernel/ids";
import { ASKING, expiryOf } from "./rules";
import { closeWaiting, insertForPeople } from "./store";
import type { DeliveryKind } from "./views";

/**
 * Has people told outside the portal, in the transaction of what they are told: by mail, where that is set up and the
 * person wants it. Nobody is told the same twice.
 * @param told.subjectId what it tells of: with the kind and the person it is what makes it the same
 * @param told.dueAt when it is too late to tell, of what has such a time
 */
export async function queueDeliveries(
  tx: Tx,
  told: { kind: DeliveryKind; subjectId: string; requestId: string; dueAt: Date | null; at: Date },
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  const { kind, subjectId, requestId, at } = told;
  const delivery = { kind, subjectId, requestId, createdAt: at, expiresAt: expiryOf(kind, told) };
  const people = personIds.map((personId) => ({ id: newId("delivery"), personId }));
  const ids = await insertForPeople(tx, "mail", delivery, people);
  await addJobs(
    tx,
    "deliver-mail",
    ids.map((deliveryId) => ({ payload: { deliveryId }, key: deliveryId })),
  );
}

/** A request needs no decision any more, or this person's: nobody is asked for one who was not reached yet. */
export async function settleDeliveries(
  tx: Tx,
  which: { requestId: string; personId?: string },
): Promise<void> {
  await closeWaiting(tx, { ...which, kinds: ASKING }, await databaseNow(tx));
}
