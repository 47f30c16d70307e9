import type { Tx } from "@/lib/db/client";
import { notify } from "@/lib/db/notify";
import { newId } from "@/lib/kernel/ids";
import type { InboxKind } from "./list-inbox";
import { insertItem } from "./store";

/**
 * Puts something that waits for a person into the inbox, in the caller's transaction. A second item of the same
 * kind and subject changes nothing.
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
  await insertItem(tx, { id: newId("inboxItem"), ...item });
  await notify(tx, "inbox_changed", { subjectId: item.subjectId });
}
