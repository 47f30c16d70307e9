import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isInstant, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { findReviews } from "../read-store";
import { reviewRows } from "../rows";
import type { ReviewFilters, ReviewRow, ReviewSort } from "../views";
import { usualReviewSort } from "./list-filters";
import { reviewKeyOf, reviewsListed } from "./list-store";

/**
 * Reviews the viewer may see. Unless an order is chosen: with `state: "open"` by what is due first, otherwise the
 * latest due first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listReviews(
  viewer: PersonActor,
  filters: ReviewFilters = {},
  { sort = usualReviewSort(filters), ...page }: PageRequest & { sort?: ReviewSort } = {},
): Promise<Page<ReviewRow>> {
  const ownerId = ownerOf(viewer, filters);
  const tx = reading();
  const at = await databaseNow(tx);
  return readPage(
    tx,
    reviewsListed(filters, ownerId, at, sort),
    { ...page, isKey: isInstant },
    {
      find: async (ids) => reviewRows(tx, viewer, await findReviews(tx, ids), at),
      keyOf: (row) => [reviewKeyOf(filters, sort, row), row.id],
    },
  );
}

/**
 * How many reviews `listReviews` leads through.
 * @throws AppError ROLE_MISSING
 */
export async function countReviews(viewer: PersonActor, filters: ReviewFilters = {}): Promise<RowCount> {
  const ownerId = ownerOf(viewer, filters);
  const tx = reading();
  return countRows(tx, reviewsListed(filters, ownerId, await databaseNow(tx)));
}

function ownerOf(viewer: PersonActor, filters: ReviewFilters): string | null {
  return scopeSeen(viewer, "reviews") === "own" || filters.mine ? viewer.id : null;
}
