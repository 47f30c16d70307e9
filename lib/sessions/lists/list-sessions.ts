import { reading } from "@/lib/db/client";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isInstant, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { findSessionRows } from "../read-store";
import type { SessionFilters, SessionRow } from "../views";
import { sessionsListed } from "./list-store";

/**
 * Sessions the viewer may see, newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listSessions(
  viewer: PersonActor,
  filters: SessionFilters = {},
  page: PageRequest = {},
): Promise<Page<SessionRow>> {
  const tx = reading();
  const query = sessionsListed(filters, ownerOf(viewer, filters));
  return readPage(
    tx,
    query,
    { ...page, isKey: isInstant },
    {
      find: (ids) => findSessionRows(tx, viewer.id, ids),
      keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
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
