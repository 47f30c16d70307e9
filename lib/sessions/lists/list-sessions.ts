import { reading } from "@/lib/db/client";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isInstant, isNumber, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { columnOf } from "@/lib/kernel/sort-rules";
import { scopeSeen } from "@/lib/people/visibility";
import { findSessionRows } from "../read-store";
import type { SessionFilters, SessionRow, SessionSort } from "../views";
import { sessionKeyOf, sessionsListed } from "./list-store";

/**
 * Sessions the viewer may see, newest first unless another order is chosen.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listSessions(
  viewer: PersonActor,
  filters: SessionFilters = {},
  { sort = "-started", ...page }: PageRequest & { sort?: SessionSort } = {},
): Promise<Page<SessionRow>> {
  const tx = reading();
  const query = sessionsListed(filters, ownerOf(viewer, filters), sort);
  return readPage(
    tx,
    query,
    { ...page, isKey: columnOf(sort) === "started" ? isInstant : isNumber },
    {
      find: (ids) => findSessionRows(tx, viewer.id, ids),
      keyOf: (row) => [sessionKeyOf(sort, row), row.id],
    },
  );
}

/**
 * How many sessions `listSessions` leads through.
 * @throws AppError ROLE_MISSING
 */
export async function countSessions(viewer: PersonActor, filters: SessionFilters = {}): Promise<RowCount> {
  return countRows(reading(), sessionsListed(filters, ownerOf(viewer, filters)));
}

function ownerOf(viewer: PersonActor, filters: SessionFilters): string | null {
  return scopeSeen(viewer, "sessions") === "own" || filters.mine ? viewer.id : null;
}
