import { inTransaction, reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { DeliveryKind } from "@/lib/inbox/deliveries/views";
import { isId } from "@/lib/kernel/ids";
import { findPerson } from "@/lib/people/store";
import { type FullRequest, findRequest } from "@/lib/requests/store";
import { queueTry } from "./queue-try";
import { type Answer, afterTry, keptAnswer } from "./rules";
import { closeUntried, noteChannel, saveTry, type TakenDelivery, takeDue } from "./store";

/** What a message tells. Names, texts and addresses are other people's: hostile. */
export interface Message {
  deliveryId: string;
  kind: DeliveryKind;
  request: FullRequest;
  createdAt: Date;
  /** When it is too late to tell. */
  expiresAt: Date;
}

/** And to whom. */
export interface PersonalMessage extends Message {
  personId: string;
  person: { name: string; email: string | null; language: string | null };
}

/** And to which endpoint. */
export interface EndpointMessage extends Message {
  channel: string;
}

/** Who makes a try, outside any transaction and within a time limit of its own. */
export interface Senders {
  byMail: (message: PersonalMessage) => Promise<Answer>;
  byPush: (message: PersonalMessage) => Promise<Answer>;
  toEndpoint: (message: EndpointMessage) => Promise<Answer>;
}

/**
 * Tries one delivery, at least once: the try is kept when its answer is known, and whoever dies before that
 * leaves it to be made again. Nothing is tried that was delivered, decided or too late.
 */
export async function deliver(deliveryId: string, senders: Senders): Promise<void> {
  const taken = await inTransaction((tx) => takeDue(tx, deliveryId));
  if (!taken) return;
  const tx = reading();
  const at = await databaseNow(tx);
  const send = await senderOf(tx, taken, senders);
  if (!send) return inTransaction((mine) => closeUntried(mine, deliveryId, "settled", at));
  if (taken.expiresAt <= at) return inTransaction((mine) => closeUntried(mine, deliveryId, "gave-up", at));

  const answer = await send();
  await inTransaction(async (mine) => {
    const answeredAt = await databaseNow(mine);
    const { outcome } = answer;
    const text = keptAnswer(answer.text);
    const after = afterTry(answer, taken.tryCount, { at: answeredAt, expiresAt: taken.expiresAt });
    await saveTry(mine, deliveryId, { at: answeredAt, outcome, answer: text }, after);
    await noteChannel(mine, taken.channel, answer.isChannelDown ? text : null, {
      at: answeredAt,
      isDelivered: outcome === "delivered",
    });
    if (after.state === "waiting") await queueTry(mine, taken, after.nextTryAt);
  });
}

/** Undefined: there is nobody to tell any more. */
async function senderOf(
  tx: Tx,
  { id: deliveryId, kind, channel, personId, requestId, createdAt, expiresAt }: TakenDelivery,
  { byMail, byPush, toEndpoint }: Senders,
): Promise<(() => Promise<Answer>) | undefined> {
  const request = await findRequest(tx, requestId);
  if (!request) return undefined;
  const message = { deliveryId, kind, request, createdAt, expiresAt };
  if (personId === null) return () => toEndpoint({ ...message, channel });
  const person = isId("person", personId) ? await findPerson(tx, personId) : undefined;
  if (!person || person.isDisabled) return undefined;
  const send = channel === "push" ? byPush : byMail;
  return () => send({ ...message, personId: person.id, person });
}
