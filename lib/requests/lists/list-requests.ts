import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isInstant, isNumber, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { columnOf } from "@/lib/kernel/sort-rules";
import { scopeSeen } from "@/lib/people/visibility";
import { findRequests } from "../reading/read-store";
import { requestRow } from "../rows";
import type { RequestFilters, RequestRow, RequestSort } from "../views";
import { requestKeyOf, requestsListed } from "./list-store";

/**
 * Requests the viewer may see, newest first unless another order is chosen.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listRequests(
  viewer: PersonActor,
  filters: RequestFilters = {},
  { sort = "-requested", ...page }: PageRequest & { sort?: RequestSort } = {},
): Promise<Page<RequestRow>> {
  const tx = reading();
  const query = requestsListed(filters, viewer, ownerOf(viewer, filters), sort);
  const at = await databaseNow(tx);
  return readPage(
    tx,
    query,
    { ...page, isKey: columnOf(sort) === "requested" ? isInstant : isNumber },
    {
      find: async (ids) => (await findRequests(tx, ids)).map((request) => requestRow(viewer, request, at)),
      keyOf: (row) => [requestKeyOf(sort, row), row.id],
    },
  );
}

/**
 * How many requests `listRequests` leads through.
 * @throws AppError ROLE_MISSING
 */
export async function countRequests(viewer: PersonActor, filters: RequestFilters = {}): Promise<RowCount> {
  return countRows(reading(), requestsListed(filters, viewer, ownerOf(viewer, filters)));
}

function ownerOf(viewer: PersonActor, filters: RequestFilters): string | null {
  return scopeSeen(viewer, "requests") === "own" || filters.mine ? viewer.id : null;
}
