import { reading } from "@/lib/db/client";
import { readAll } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { mayReadAudit } from "../rules";
import { type Columns, exportList, type ListExport } from "./export-list";
import { type AuditFilter, auditRow } from "./list-events";
import { eventsListed, findEvents } from "./list-store";
import type { AuditRow } from "./views";

const COLUMNS: Columns<AuditRow> = {
  id: (row) => row.id,
  at: (row) => row.cursorAt,
  code: (row) => row.code,
  outcome: (row) => row.outcome,
  actor_kind: (row) => row.actorKind,
  actor_id: (row) => row.actorId,
  actor: (row) => row.actorName,
  request_id: (row) => row.requestId,
  grant_id: (row) => row.grantId,
  session_id: (row) => row.sessionId,
  node_id: (row) => row.nodeId,
  node: (row) => row.nodeName,
  person_id: (row) => row.personId,
  person: (row) => row.personName,
  review_id: (row) => row.reviewId,
  data: (row) => JSON.stringify(row.data),
  origin: (row) => row.origin,
  batch: (row) => row.batchNumber,
};
const BATCH = 500;

/**
 * The whole audit as CSV, with the filters and the order of `listEvents`.
 * @throws AppError ROLE_MISSING
 */
export async function exportEvents(viewer: PersonActor, filters: AuditFilter): Promise<ListExport> {
  const tx = reading();
  const batches = readAll(tx, eventsListed(filters), BATCH, {
    find: async (ids) => (await findEvents(tx, ids)).map(auditRow),
    keyOf: ({ cursorAt, id }) => [cursorAt, id],
  });
  return exportList(viewer, { list: "audit", may: mayReadAudit(viewer), filters, columns: COLUMNS, batches });
}
