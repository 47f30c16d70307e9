import { type Columns, exportList, type ListExport } from "@/lib/audit/lists/export-list";
import { reading } from "@/lib/db/client";
import { readAll } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeOf } from "@/lib/people/visibility";
import { findNodeRows } from "../read-store";
import type { NodeFilters, NodeRow } from "../views";
import { nodesListed } from "./list-store";

const COLUMNS: Columns<NodeRow> = {
  id: (row) => row.id,
  name: (row) => row.name,
  state: (row) => row.state,
  account_id: (row) => row.accountId,
  account: (row) => row.accountName,
  region: (row) => row.region,
  protection: (row) => row.protection,
  host_name: (row) => row.hostName,
  platform: (row) => row.platform,
  tags: (row) => JSON.stringify(row.tags),
  last_heard_at: (row) => row.pingAt,
  read_at: (row) => row.readAt,
  open_sessions: (row) => row.openSessions,
};
const BATCH = 500;

/**
 * The whole list of nodes as CSV, with the filters and the order of `listNodes`.
 * @throws AppError ROLE_MISSING
 */
export async function exportNodes(viewer: PersonActor, filters: NodeFilters): Promise<ListExport> {
  const tx = reading();
  const batches = readAll(tx, nodesListed(filters, viewer.id), BATCH, {
    find: (ids) => findNodeRows(tx, viewer.id, ids),
    keyOf: ({ name, id }) => [name, id],
  });
  const may = scopeOf(viewer, "nodes");
  return exportList(viewer, { list: "nodes", may, filters, columns: COLUMNS, batches });
}
