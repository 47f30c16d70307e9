import { reading } from "@/lib/db/client";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isName, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { findNodeRows } from "../read-store";
import { findFacets } from "../store";
import type { NodeFacets, NodeFilters, NodeRow } from "../views";
import { nodesListed } from "./list-store";

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
  const tx = reading();
  return readPage(
    tx,
    nodesListed(filters, viewer.id),
    { ...page, isKey: isName },
    { find: (ids) => findNodeRows(tx, viewer.id, ids), keyOf: ({ name, id }) => [name, id] },
  );
}

/**
 * How many nodes `listNodes` leads through.
 * @throws AppError ROLE_MISSING
 */
export async function countNodes(viewer: PersonActor, filters: NodeFilters = {}): Promise<RowCount> {
  scopeSeen(viewer, "nodes");
  return countRows(reading(), nodesListed(filters, viewer.id));
}

/**
 * What the filters can be set to.
 * @throws AppError ROLE_MISSING
 */
export async function nodeFacets(viewer: PersonActor): Promise<NodeFacets> {
  scopeSeen(viewer, "nodes");
  return findFacets(reading());
}
