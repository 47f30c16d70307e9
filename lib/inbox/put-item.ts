import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { scheduleOf } from "./kinds";
import { insertItem, saveReminded } from "./store";
import type { InboxKind } from "./views";

/**
 * Puts something that waits for a person into the inbox, in the caller's transaction, with the times at which it is
 * brought up again. A second item of the same kind and subject changes nothing.
 * @param item.groups any of these may take it
 * @param item.exceptPersonIds never these: whoever asked, whoever held the keyboard
 * @param item.dueAt decisions lapse then, reviews become overdue
 */
export async function putItem(
  tx: Tx,
  item: {
    kind: InboxKind;
    subjectId: string;
    groups: readonly string[];
    exceptPersonIds: readonly string[];
    dueAt: Date | null;
  },
): Promise<void> {
  const createdAt = await databaseNow(tx);
  const { kind, dueAt } = item;
  const schedule = scheduleOf({ kind, createdAt, dueAt }, config());
  await insertItem(tx, { id: newId("inboxItem"), ...item, createdAt, ...schedule });
  await notify(tx, "inbox_changed", { subjectId: item.subjectId });
}

/** Brings an item up again, because somebody who waits for it asked for that. */
export async function remindOf(tx: Tx, kind: InboxKind, subjectId: string, at: Date): Promise<void> {
  await saveReminded(tx, kind, subjectId, at);
  await notify(tx, "inbox_changed", { subjectId });
}
