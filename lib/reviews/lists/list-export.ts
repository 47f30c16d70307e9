import { type Columns, exportList, type ListExport } from "@/lib/audit/lists/export-list";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { readAll } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeOf } from "@/lib/people/visibility";
import { findReviews } from "../read-store";
import { reviewRows } from "../rows";
import type { ReviewFilters, ReviewRow } from "../views";
import { reviewsListed } from "./list-store";

const COLUMNS: Columns<ReviewRow> = {
  id: (row) => row.id,
  state: (row) => row.state,
  due_at: (row) => row.dueAt,
  is_overdue: (row) => row.isOverdue,
  created_at: (row) => row.createdAt,
  closed_at: (row) => row.closedAt,
  closed_by: (row) => row.closedByName,
  verdict: (row) => row.verdict,
  session_id: (row) => row.session.id,
  person_id: (row) => row.session.personId,
  person: (row) => row.session.personName,
  node_id: (row) => row.node.id,
  node: (row) => row.node.name,
  account_id: (row) => row.node.accountId,
  region: (row) => row.node.region,
  opened_at: (row) => row.session.openedAt,
  ended_at: (row) => row.session.endedAt,
  end_reason: (row) => row.session.endReason,
  recording: (row) => row.session.grades.completeness,
  agent_log: (row) => row.session.grades.corroboration,
  request_id: (row) => row.request?.id ?? null,
  justification: (row) => row.request?.justification ?? null,
  incident: (row) => row.request?.incident ?? null,
};
const BATCH = 500;

/**
 * The whole list of reviews as CSV, with the filters and the order of `listReviews`.
 * @throws AppError ROLE_MISSING
 */
export async function exportReviews(viewer: PersonActor, filters: ReviewFilters): Promise<ListExport> {
  const may = scopeOf(viewer, "reviews");
  const isOwn = filters.mine || !may.ok || may.value === "own";
  const tx = reading();
  const at = await databaseNow(tx);
  const batches = readAll(tx, reviewsListed(filters, isOwn ? viewer.id : null, at), BATCH, {
    find: async (ids) => reviewRows(tx, viewer, await findReviews(tx, ids), at),
    keyOf: ({ dueAt, id }) => [dueAt.toISOString(), id],
  });
  return exportList(viewer, { list: "reviews", may, filters, columns: COLUMNS, batches });
}
