import { type Columns, exportList, type ListExport } from "@/lib/audit/lists/export-list";
import { reading } from "@/lib/db/client";
import { readAll } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeOf } from "@/lib/people/visibility";
import { findSessionRows } from "../read-store";
import type { SessionFilters, SessionRow } from "../views";
import { sessionsListed } from "./list-store";

const COLUMNS: Columns<SessionRow> = {
  id: (row) => row.id,
  kind: (row) => row.kind,
  state: (row) => row.state,
  created_at: (row) => row.createdAt,
  opened_at: (row) => row.openedAt,
  ended_at: (row) => row.endedAt,
  end_reason: (row) => row.endReason,
  end_confirmed_at: (row) => row.endConfirmedAt,
  window_ends_at: (row) => row.windowEndsAt,
  person_id: (row) => row.person?.id ?? null,
  person: (row) => row.person?.name ?? null,
  outside_owner: (row) => row.outsideOwner,
  node_id: (row) => row.node.id,
  node: (row) => row.node.name,
  account_id: (row) => row.node.accountId,
  region: (row) => row.node.region,
  os_user: (row) => row.osUser,
  request_id: (row) => row.requestId,
  grant_id: (row) => row.grantId,
  justification: (row) => row.justification,
  incident: (row) => row.incident,
  recording: (row) => row.grades.completeness,
  agent_log: (row) => row.grades.corroboration,
  legal_hold: (row) => (row.isHeld ? "held" : null),
  deletion: (row) => (row.isDeleted ? "deleted" : null),
  review_id: (row) => row.review?.id ?? null,
  review_state: (row) => row.review?.state ?? null,
  verdict: (row) => row.review?.verdict ?? null,
};
const BATCH = 500;

/**
 * The whole list of sessions as CSV, with the filters and the order of `listSessions`.
 * @throws AppError ROLE_MISSING
 */
export async function exportSessions(viewer: PersonActor, filters: SessionFilters): Promise<ListExport> {
  const may = scopeOf(viewer, "sessions");
  const isOwn = filters.mine || !may.ok || may.value === "own";
  const tx = reading();
  const batches = readAll(tx, sessionsListed(filters, isOwn ? viewer.id : null), BATCH, {
    find: (ids) => findSessionRows(tx, viewer.id, ids),
    keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
  });
  return exportList(viewer, { list: "sessions", may, filters, columns: COLUMNS, batches });
}
