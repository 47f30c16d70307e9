import { reading, type Tx } from "@/lib/db/client";
import { limitOf, type Page, type PageRequest, pageOf, timeCursorOf } from "@/lib/db/lists/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { countWaitingByKind, findDecisionsFirst, findWaiting } from "./store";
import type { InboxCounts, InboxEntry, InboxFilters } from "./views";

type Viewer = Pick<PersonActor, "id" | "groups">;

/** Stands for "at no time" in the order of due times: after everything that is due. */
export const NEVER = new Date("9999-12-31T23:59:59.999Z");

/** What waits for the viewer, what is due first on top: items of their groups, and those that were escalated to them. */
export async function listInbox(
  tx: Tx,
  viewer: Viewer,
  filters: InboxFilters = {},
  page: PageRequest = {},
): Promise<Page<InboxEntry>> {
  const limit = limitOf(page);
  const rows = await findWaiting(tx, viewer, filters, { after: timeCursorOf(page), limit: limit + 1 });
  return pageOf(rows, limit, (entry) => [(entry.dueAt ?? NEVER).toISOString(), entry.id]);
}

/** The first of them for the home page: decisions before everything else, because somebody waits for them. */
export async function listMostUrgent(tx: Tx, viewer: Viewer, limit: number): Promise<InboxEntry[]> {
  return findDecisionsFirst(tx, viewer, limit);
}

/** How many items of each kind wait for the viewer: for the badges in the frame. */
export async function countInboxByKind(viewer: Viewer): Promise<InboxCounts> {
  return countWaitingByKind(reading(), viewer);
}
