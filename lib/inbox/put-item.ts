import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { askForDecision } from "./deliveries/ask-deciders";
import { scheduleOf } from "./kinds";
import { findItem, insertItem, saveReminded } from "./store";
import type { InboxKind } from "./views";

/**
 * Puts something that waits for a person into the inbox, in the caller's transaction, with the times at which it is
 * brought up again. A second item of the same kind and subject changes nothing.
 * @param item.groups any of these may take it
 * @param item.personId this person owes it, whatever their groups
 * @param item.exceptPersonIds never these: whoever asked, whoever held the keyboard
 * @param item.dueAt decisions lapse then, reviews become overdue
 */
export async function putItem(
  tx: Tx,
  item: {
    kind: InboxKind;
    subjectId: string;
    groups: readonly string[];
    personId?: string;
    exceptPersonIds: readonly string[];
    dueAt: Date | null;
  },
): Promise<void> {
  const createdAt = await databaseNow(tx);
  const { kind, dueAt } = item;
  const schedule = scheduleOf({ kind, createdAt, dueAt }, config());
  await insertItem(tx, { id: newId("inboxItem"), ...item, createdAt, ...schedule });
  if (kind === "decision") await askForDecision(tx, "request-waiting", item, createdAt);
  await notify(tx, "inbox_changed", { subjectId: item.subjectId });
}

/** Brings an item up again, because somebody who waits for it asked for that; those who can decide are told again. */
export async function remindOf(tx: Tx, kind: InboxKind, subjectId: string, at: Date): Promise<void> {
  await saveReminded(tx, kind, subjectId, at);
  const item = await findItem(tx, kind, subjectId);
  if (item && kind === "decision") await askForDecision(tx, "request-reminded", item, at);
  await notify(tx, "inbox_changed", { subjectId });
}
