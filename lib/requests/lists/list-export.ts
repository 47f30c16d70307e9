import { type Columns, exportList, type ListExport } from "@/lib/audit/lists/export-list";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { readAll } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeOf } from "@/lib/people/visibility";
import { findRequests } from "../reading/read-store";
import { requestRow } from "../rows";
import type { RequestFilters, RequestRow } from "../views";
import { requestsListed } from "./list-store";

const COLUMNS: Columns<RequestRow> = {
  id: (row) => row.id,
  state: (row) => row.state,
  created_at: (row) => row.createdAt,
  requester_id: (row) => row.requesterId,
  requester: (row) => row.requesterName,
  node_ids: (row) => row.nodes.map(({ id }) => id),
  nodes: (row) => row.nodes.map(({ name }) => name),
  account_ids: (row) => [...new Set(row.nodes.map(({ accountId }) => accountId))],
  regions: (row) => [...new Set(row.nodes.map(({ region }) => region))],
  selector: (row) => row.selector && JSON.stringify(row.selector),
  justification: (row) => row.justification,
  incident: (row) => row.incident,
  window_seconds: (row) => row.windowSeconds,
  window_start: (row) => row.windowStart,
  os_user: (row) => row.osUser,
  lapses_at: (row) => row.lapsesAt,
  closed_at: (row) => row.closedAt,
  grant_id: (row) => row.grantId,
};
const BATCH = 500;

/**
 * The whole list of requests as CSV, with the filters and the order of `listRequests`.
 * @throws AppError ROLE_MISSING
 */
export async function exportRequests(viewer: PersonActor, filters: RequestFilters): Promise<ListExport> {
  const may = scopeOf(viewer, "requests");
  const isOwn = filters.mine || !may.ok || may.value === "own";
  const tx = reading();
  const at = await databaseNow(tx);
  const batches = readAll(tx, requestsListed(filters, viewer, isOwn ? viewer.id : null), BATCH, {
    find: async (ids) => (await findRequests(tx, ids)).map((request) => requestRow(viewer, request, at)),
    keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
  });
  return exportList(viewer, { list: "requests", may, filters, columns: COLUMNS, batches });
}
