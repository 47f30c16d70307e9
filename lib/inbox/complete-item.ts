import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { settleForPerson, settleRequest } from "./deliveries/queue-deliveries";
import { addException, markDone } from "./store";
import type { InboxKind } from "./views";

/** Takes an item off everybody's list: it was decided, withdrawn, lapsed or closed. */
export async function completeItem(tx: Tx, kind: InboxKind, subjectId: string): Promise<void> {
  await markDone(tx, kind, subjectId, await databaseNow(tx));
  if (kind === "decision") await settleRequest(tx, subjectId);
  await notify(tx, "inbox_changed", { subjectId });
}

/** Takes an item off one person's list: they did their part, others are still waited for. */
export async function completeForPerson(
  tx: Tx,
  kind: InboxKind,
  subjectId: string,
  personId: string,
): Promise<void> {
  await addException(tx, kind, subjectId, personId);
  if (kind === "decision") await settleForPerson(tx, subjectId, personId);
  await notify(tx, "inbox_changed", { subjectId });
}
