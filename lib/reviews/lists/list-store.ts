import { Prisma } from "@/lib/db/generated/client";
import { type Condition, existsPerRow, type ListQuery, startOf } from "@/lib/db/lists/list-query";
import { columnOf } from "@/lib/kernel/sort-rules";
import { sessionConditions } from "@/lib/sessions/lists/list-store";
import type { ReviewFilters, ReviewRow, ReviewSort } from "../views";
import { usualReviewSort } from "./list-filters";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Open ones by what is due, and no part of that time: what was disowned comes first there. */
function isQueue({ state, isOverdue, from, until }: ReviewFilters, sort: ReviewSort): boolean {
  return state === "open" && sort === "due" && !isOverdue && !from && !until;
}

/** The key of a row, as the query orders by it: in the order of closing there are closed ones alone. */
export function reviewKeyOf(
  filters: ReviewFilters,
  sort: ReviewSort,
  { dueAt, queueAt, closedAt }: Pick<ReviewRow, "dueAt" | "queueAt" | "closedAt">,
): string {
  if (isQueue(filters, sort)) return (queueAt ?? dueAt).toISOString();
  return (columnOf(sort) === "closed" && closedAt ? closedAt : dueAt).toISOString();
}

/**
 * Reviews in an order: unless one is chosen, open ones by what is due first, others the latest due first.
 * @param ownerId only of this person's sessions; null: everybody's
 * @param at what is due before it is overdue
 */
export function reviewsListed(
  filters: Omit<ReviewFilters, "mine">,
  ownerId: string | null,
  at: Date,
  sort: ReviewSort = usualReviewSort(filters),
): ListQuery {
  const { state, verdict, isOverdue, from, until } = filters;
  const narrow: Sql[] = [];
  if (verdict) narrow.push(sql`v.verdict = ${verdict}`);
  if (state ?? isOverdue) narrow.push(sql`v.state = ${state ?? "open"}`);
  const due: Sql[] = [];
  if (isOverdue) due.push(sql`v.due_at < ${at}::timestamptz`);
  if (from) due.push(sql`v.due_at >= ${from}::timestamptz`);
  if (until) due.push(sql`v.due_at < ${until}::timestamptz`);
  // When they were closed has an index of closed ones, and every other condition is looked at row by row.
  const isByDue = columnOf(sort) === "due";
  const ordered = isByDue ? [...narrow.slice(0, 1), ...due] : [sql`v.state = 'closed'`];
  const rest = isByDue ? narrow.slice(1) : [...narrow, ...due];
  const others: Condition[] = rest.map((perRow) => ({ perRow }));
  if (isOverdue && state === "closed") others.push({ perRow: sql`false` });
  const ofSession = [...columnsOf(filters, ownerId), ...sessionConditions(filters)];
  others.push(...ofSession.map(onSession));
  return {
    from: sql`reviews v`,
    alias: sql`v`,
    key: isQueue(filters, sort)
      ? sql`coalesce(v.queue_at, v.due_at)`
      : isByDue
        ? sql`v.due_at`
        : sql`v.closed_at`,
    keyType: sql`timestamptz`,
    startsAt: startOf(sort),
    ordered,
    others,
  };
}

function onSession({ perRow, ids }: Condition): Condition {
  return {
    perRow: existsPerRow(sql`from sessions s where s.id = v.session_id and ${perRow}`),
    ids: ids
      ? sql`select v.id from reviews v where v.session_id = any(array(${ids}))`
      : sql`select v.id from sessions s join reviews v on v.session_id = s.id where ${perRow}`,
  };
}

function columnsOf(filters: ReviewFilters, ownerId: string | null): Condition[] {
  const { personId, nodeId, accountId, endReason } = filters;
  const conditions: Sql[] = [];
  if (ownerId) conditions.push(sql`s.person_id = ${ownerId}`);
  if (personId) conditions.push(sql`s.person_id = ${personId}`);
  if (nodeId) conditions.push(sql`s.node_id = ${nodeId}`);
  if (accountId) conditions.push(sql`s.account_id = ${accountId}`);
  if (endReason) conditions.push(sql`s.end_reason = ${endReason}`);
  return conditions.map((perRow) => ({ perRow }));
}
