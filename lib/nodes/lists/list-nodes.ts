import { reading, type Tx } from "@/lib/db/client";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isName, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { findNodeRows, findOpenNow } from "../read-store";
import { actionState, mayRequest } from "../rules";
import { findFacets } from "../store";
import type { ListedNode, NodeFacets, NodeFilters, NodeRow, NodeSort } from "../views";
import { nodeKeyOf, nodesListed, starredFirst } from "./list-store";

/**
 * Nodes by name, unless another order is chosen, then id.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listNodes(
  viewer: PersonActor,
  filters: NodeFilters = {},
  { sort = "name", ...page }: PageRequest & { sort?: NodeSort } = {},
): Promise<Page<NodeRow>> {
  scopeSeen(viewer, "nodes");
  return pageOfNodes(reading(), viewer, filters, { ...page, sort, leftOut: [] });
}

/**
 * As `listNodes`, in an order that is chosen, with what the table of nodes shows besides. On the first page those that
 * the viewer starred come before it, at most thirty.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listNodeTable(
  viewer: PersonActor,
  filters: NodeFilters,
  page: PageRequest & { sort: NodeSort },
): Promise<Page<ListedNode>> {
  scopeSeen(viewer, "nodes");
  const tx = reading();
  // Of starred nodes alone none is before another.
  const starred = filters.isStarred ? [] : await starredFirst(tx, filters, viewer.id, page.sort);
  const listed = await pageOfNodes(tx, viewer, filters, { ...page, leftOut: starred });
  const before = listed.previousCursor === null ? await findNodeRows(tx, viewer.id, starred) : [];
  const rows = [...starred.flatMap((id) => before.find((row) => row.id === id) ?? []), ...listed.rows];
  const openNow = await findOpenNow(
    tx,
    viewer.id,
    rows.flatMap(({ id, openSessions }) => (openSessions > 0 ? id : [])),
  );
  return {
    ...listed,
    rows: rows.map((row) => ({
      ...row,
      openNow: openNow.get(row.id) ?? null,
      request: actionState(mayRequest(viewer, row)),
    })),
  };
}

function pageOfNodes(
  tx: Tx,
  viewer: PersonActor,
  filters: NodeFilters,
  { sort, leftOut, ...page }: PageRequest & { sort: NodeSort; leftOut: readonly string[] },
): Promise<Page<NodeRow>> {
  return readPage(
    tx,
    nodesListed(filters, viewer.id, sort, leftOut),
    { ...page, isKey: isName },
    {
      find: (ids) => findNodeRows(tx, viewer.id, ids),
      keyOf: (row) => [nodeKeyOf(sort, row), row.id],
    },
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
