import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addJobs } from "@/lib/db/jobs";
import { newId } from "@/lib/kernel/ids";
import { ASKING, expiryOf } from "./rules";
import { closeWaiting, insertForEndpoints, insertForPeople } from "./store";
import { type DeliveryKind, PERSONAL_CHANNELS, type PersonalChannel } from "./views";

/**
 * Has people told outside the portal, in the transaction of what they are told: by mail, where that is set up and the
 * person wants it; and each endpoint that wants to know. Nobody is told the same twice.
 * @param told.subjectId what it tells of: with the kind and the person it is what makes it the same
 * @param told.dueAt when it is too late to tell, of what has such a time
 */
export async function queueDeliveries(
  tx: Tx,
  told: { kind: DeliveryKind; subjectId: string; requestId: string; dueAt: Date | null; at: Date },
  personIds: readonly string[],
): Promise<void> {
  const { kind, subjectId, requestId, at } = told;
  const delivery = { kind, subjectId, requestId, createdAt: at, expiresAt: expiryOf(kind, told) };
  const mails = await insertFor(tx, "mail", delivery, personIds);
  await addJobs(
    tx,
    "deliver-mail",
    mails.map(({ id }) => ({ payload: { deliveryId: id }, key: id })),
  );
  const pushes = await insertFor(tx, "push", delivery, personIds);
  await addJobs(
    tx,
    "deliver-push",
    pushes.map(({ id, personId }) => ({
      payload: { deliveryId: id, channel: pushQueue(personId) },
      key: id,
    })),
  );
  const endpoints = await insertForEndpoints(tx, delivery, (count) =>
    Array.from({ length: count }, () => newId("delivery")),
  );
  await addJobs(
    tx,
    "deliver-webhook",
    endpoints.map(({ id, channel }) => ({ payload: { deliveryId: id, channel }, key: id })),
  );
}

/** The same, but not before a moment: the sweep finds them then, unless the matter is settled. */
export async function queueLater(
  tx: Tx,
  told: { kind: DeliveryKind; subjectId: string; requestId: string; dueAt: Date | null; at: Date },
  personIds: readonly string[],
  from: Date,
): Promise<void> {
  if (personIds.length === 0) return;
  const { kind, subjectId, requestId, at } = told;
  const delivery = { kind, subjectId, requestId, createdAt: at, expiresAt: expiryOf(kind, told), from };
  for (const channel of PERSONAL_CHANNELS) await insertFor(tx, channel, delivery, personIds);
}

/** The messages of one person go one after the other, and wait for nobody else's. */
export function pushQueue(personId: string): string {
  return `push ${personId}`;
}

async function insertFor(
  tx: Tx,
  channel: PersonalChannel,
  delivery: Parameters<typeof insertForPeople>[2],
  personIds: readonly string[],
): ReturnType<typeof insertForPeople> {
  if (personIds.length === 0) return [];
  const people = personIds.map((personId) => ({ id: newId("delivery"), personId }));
  return insertForPeople(tx, channel, delivery, people);
}

/** A request needs no decision of this person any more: they are not asked for one if they were not reached yet. */
export async function settleForPerson(tx: Tx, requestId: string, personId: string): Promise<void> {
  await closeWaiting(tx, { requestId, personId, kinds: ASKING }, await databaseNow(tx));
}

/** A request needs no decision any more: nobody is asked for one who was not reached yet, and endpoints hear of it. */
export async function settleRequest(tx: Tx, requestId: string): Promise<void> {
  const at = await databaseNow(tx);
  await closeWaiting(tx, { requestId, kinds: ASKING }, at);
  await queueDeliveries(tx, { kind: "request-closed", subjectId: requestId, requestId, dueAt: null, at }, []);
}
