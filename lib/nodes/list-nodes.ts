import { reading } from "@/lib/db/client";
import { cursorOf, limitOf, type Page, type PageRequest, pageOf } from "@/lib/db/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { searchNodes } from "./read-store";
import { findFacets } from "./store";
import type { NodeFacets, NodeFilters, NodeRow } from "./views";

/**
 * Nodes by name, then id.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listNodes(
  viewer: PersonActor,
  filters: NodeFilters = {},
  page: PageRequest = {},
): Promise<Page<NodeRow>> {
  scopeSeen(viewer, "nodes");
  const limit = limitOf(page);
  const rows = await searchNodes(reading(), viewer.id, filters, cursorOf(page), limit);
  return pageOf(rows, limit, (row) => [row.name, row.id]);
}

/**
 * What the filters can be set to.
 * @throws AppError ROLE_MISSING
 */
export async function nodeFacets(viewer: PersonActor): Promise<NodeFacets> {
  scopeSeen(viewer, "nodes");
  return findFacets(reading());
}
