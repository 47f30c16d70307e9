import { reading } from "@/lib/db/client";
import { limitOf, type Page, type PageRequest, pageOf, timeCursorOf } from "@/lib/db/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { searchSessions } from "./read-store";
import type { SessionFilters, SessionRow } from "./views";

/**
 * Sessions the viewer may see, newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listSessions(
  viewer: PersonActor,
  filters: SessionFilters = {},
  page: PageRequest = {},
): Promise<Page<SessionRow>> {
  const ownerId = scopeSeen(viewer, "sessions") === "own" || filters.mine ? viewer.id : null;
  const limit = limitOf(page);
  const rows = await searchSessions(reading(), viewer.id, filters, {
    ownerId,
    after: timeCursorOf(page),
    limit,
  });
  return pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
}
