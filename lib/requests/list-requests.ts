import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { limitOf, type Page, type PageRequest, pageOf, timeCursorOf } from "@/lib/db/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { searchRequests } from "./read-store";
import { requestRow } from "./rows";
import type { RequestFilters, RequestRow } from "./views";

/**
 * Requests the viewer may see, newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listRequests(
  viewer: PersonActor,
  filters: RequestFilters = {},
  page: PageRequest = {},
): Promise<Page<RequestRow>> {
  const ownerId = scopeSeen(viewer, "requests") === "own" || filters.mine ? viewer.id : null;
  const limit = limitOf(page);
  const tx = reading();
  const at = await databaseNow(tx);
  const found = await searchRequests(tx, filters, ownerId, timeCursorOf(page), limit);
  const rows = found.map((request) => requestRow(viewer, request, at));
  return pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
}
