import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addJob } from "@/lib/db/jobs";
import type { DeliveryKind } from "@/lib/inbox/deliveries/views";
import { isId } from "@/lib/kernel/ids";
import { findPerson } from "@/lib/people/store";
import { type FullRequest, findRequest } from "@/lib/requests/store";
import { type Answer, afterTry, keptAnswer } from "./rules";
import { closeUntried, noteChannel, saveTry, takeDue } from "./store";

/** What a message tells, and to whom. Names, texts and addresses are other people's: hostile. */
export interface Message {
  deliveryId: string;
  kind: DeliveryKind;
  person: { name: string; email: string | null; language: string | null };
  request: FullRequest;
}

/**
 * Tries one delivery to a person, at least once: the try is kept when its answer is known, and whoever dies before that
 * leaves it to be made again. Nothing is tried that was delivered, decided or too late.
 * @param send makes the try, outside any transaction; answers within its own time limit
 */
export async function deliverToPerson(
  deliveryId: string,
  send: (message: Message) => Promise<Answer>,
): Promise<void> {
  const taken = await inTransaction((tx) => takeDue(tx, deliveryId));
  if (!taken) return;
  const tx = reading();
  const at = await databaseNow(tx);
  const { kind, personId, requestId } = taken;
  const person = isId("person", personId) ? await findPerson(tx, personId) : undefined;
  const request = await findRequest(tx, requestId);
  if (!person || person.isDisabled || !request)
    return inTransaction((mine) => closeUntried(mine, deliveryId, "settled", at));
  if (taken.expiresAt <= at) return inTransaction((mine) => closeUntried(mine, deliveryId, "gave-up", at));

  const answer = await send({ deliveryId, kind, person, request });
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
    if (after.state === "waiting")
      await addJob(mine, "deliver-mail", { deliveryId }, { key: deliveryId, runAt: after.nextTryAt });
  });
}
