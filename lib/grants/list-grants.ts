import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { limitOf, type Page, type PageRequest, pageOf, timeCursorOf } from "@/lib/db/lists/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { searchGrants } from "./read-store";
import { grantRow } from "./rows";
import type { GrantFilters, GrantRow } from "./views";

/**
 * Grants the viewer may see: running ones by what ends first, others newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listGrants(
  viewer: PersonActor,
  filters: GrantFilters = {},
  page: PageRequest = {},
): Promise<Page<GrantRow>> {
  const ownerId = scopeSeen(viewer, "grants") === "own" || filters.mine ? viewer.id : null;
  const state = filters.state ?? "running";
  const limit = limitOf(page);
  const tx = reading();
  const at = await databaseNow(tx);
  const found = await searchGrants(tx, state, ownerId, { at, after: timeCursorOf(page), limit });
  const rows = found.map((grant) => grantRow(viewer, grant, at));
  return pageOf(rows, limit, (row) => [
    (state === "running" ? row.endsAt : row.startsAt).toISOString(),
    row.id,
  ]);
}
