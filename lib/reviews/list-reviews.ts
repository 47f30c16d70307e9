import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { limitOf, type Page, type PageRequest, pageOf, timeCursorOf } from "@/lib/db/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { searchReviews } from "./read-store";
import { reviewRows } from "./rows";
import type { ReviewFilters, ReviewRow } from "./views";

/**
 * Reviews the viewer may see: with `state: "open"` by what is due first, otherwise the latest due first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listReviews(
  viewer: PersonActor,
  filters: ReviewFilters = {},
  page: PageRequest = {},
): Promise<Page<ReviewRow>> {
  const ownerId = scopeSeen(viewer, "reviews") === "own" ? viewer.id : null;
  const limit = limitOf(page);
  const tx = reading();
  const at = await databaseNow(tx);
  const found = await searchReviews(tx, filters, ownerId, { at, after: timeCursorOf(page), limit });
  const rows = await reviewRows(tx, viewer, found, at);
  return pageOf(rows, limit, (row) => [row.dueAt.toISOString(), row.id]);
}
