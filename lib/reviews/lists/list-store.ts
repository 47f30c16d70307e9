import { Prisma } from "@/lib/db/generated/client";
import { type Condition, existsPerRow, type ListQuery } from "@/lib/db/lists/list-query";
import { sessionConditions } from "@/lib/sessions/lists/list-store";
import type { ReviewFilters } from "../views";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * Reviews: open ones by what is due first, others the latest due first.
 * @param ownerId only of this person's sessions; null: everybody's
 * @param at what is due before it is overdue
 */
export function reviewsListed(
  filters: Omit<ReviewFilters, "mine">,
  ownerId: string | null,
  at: Date,
): ListQuery {
  const { state, verdict, isOverdue, from, until } = filters;
  const narrow: Sql[] = [];
  if (verdict) narrow.push(sql`v.verdict = ${verdict}`);
  if (state ?? isOverdue) narrow.push(sql`v.state = ${state ?? "open"}`);
  const [first, ...rest] = narrow;
  const ordered = first ? [first] : [];
  if (isOverdue) ordered.push(sql`v.due_at < ${at}::timestamptz`);
  if (from) ordered.push(sql`v.due_at >= ${from}::timestamptz`);
  if (until) ordered.push(sql`v.due_at < ${until}::timestamptz`);
  const others: Condition[] = rest.map((perRow) => ({ perRow }));
  if (isOverdue && state === "closed") others.push({ perRow: sql`false` });
  const ofSession = [...columnsOf(filters, ownerId), ...sessionConditions(filters)];
  others.push(...ofSession.map(onSession));
  return {
    from: sql`reviews v`,
    alias: sql`v`,
    key: sql`v.due_at`,
    keyType: sql`timestamptz`,
    startsAt: state === "open" || (isOverdue && state === undefined) ? "smallest" : "largest",
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
