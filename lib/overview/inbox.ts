import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { Page, PageRequest } from "@/lib/db/lists/paging";
import { urgencyOf } from "@/lib/inbox/kinds";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { InboxFilters } from "@/lib/inbox/views";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import type { InboxRow } from "./views";
import { waitingItems } from "./waiting-items";

/**
 * Everything that waits for the viewer, what is due first on top, each with how pressing it is.
 * @throws AppError ROLE_MISSING when the person has no role at all | INVALID_INPUT for a cursor that is none
 */
export async function readInbox(
  viewer: PersonActor,
  filters: InboxFilters = {},
  page: PageRequest = {},
): Promise<Page<InboxRow>> {
  scopeSeen(viewer, "requests");
  const tx = reading();
  const at = await databaseNow(tx);
  const { rows, ...cursors } = await listInbox(tx, viewer, filters, page);
  const items = await waitingItems(tx, viewer, rows, at);
  return { rows: items.map((item) => ({ ...item, urgency: urgencyOf(item.dueAt, at) })), ...cursors };
}
