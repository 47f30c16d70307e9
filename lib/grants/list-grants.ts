import type { Page, PageRequest } from "../db/paging";
import type { PersonActor } from "../kernel/actor";
import type { GrantFilters, GrantRow } from "./views";

/**
 * Grants the viewer may see: running ones by what ends first, others newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listGrants(
  _viewer: PersonActor,
  _filters: GrantFilters = {},
  _page: PageRequest = {},
): Promise<Page<GrantRow>> {
  throw new TypeError("not built yet");
}
