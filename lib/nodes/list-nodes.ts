import type { Page, PageRequest } from "../db/paging";
import type { PersonActor } from "../kernel/actor";
import type { NodeFacets, NodeFilters, NodeRow } from "./views";

/**
 * Nodes by name, then id.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listNodes(
  _viewer: PersonActor,
  _filters: NodeFilters = {},
  _page: PageRequest = {},
): Promise<Page<NodeRow>> {
  throw new TypeError("not built yet");
}

/**
 * What the filters can be set to.
 * @throws AppError ROLE_MISSING
 */
export async function nodeFacets(_viewer: PersonActor): Promise<NodeFacets> {
  throw new TypeError("not built yet");
}
