import { Prisma } from "@/lib/db/generated/client";
import { standsIn, wordsOf } from "@/lib/db/lists/like";
import { type Condition, existsPerRow, type ListQuery, startOf } from "@/lib/db/lists/list-query";
import { columnOf } from "@/lib/kernel/sort-rules";
import {
  namesNode,
  namesPerson,
  nodeConditions,
  nodesNamed,
  peopleNamed,
} from "@/lib/nodes/lists/list-store";
import type { Retention, SessionFilters, SessionRow, SessionSort } from "../views";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/** How many seconds a shell was open. The migrations have an index of it, word for word. */
const LENGTH_KEY = sql`coalesce(extract(epoch from s.ended_at - s.opened_at), 0)`;

/** The key of a row, as the query orders by it. */
export function sessionKeyOf(
  sort: SessionSort,
  { createdAt, openedAt, endedAt }: Pick<SessionRow, "createdAt" | "openedAt" | "endedAt">,
): string {
  if (columnOf(sort) === "started") return createdAt.toISOString();
  return openedAt && endedAt ? ((endedAt.getTime() - openedAt.getTime()) / 1000).toFixed(3) : "0";
}

/** Sessions in an order. @param ownerId only this person's; null: everybody's */
export function sessionsListed(
  filters: Omit<SessionFilters, "mine">,
  ownerId: string | null,
  sort: SessionSort = "-started",
): ListQuery {
  const { from, until } = filters;
  const narrow = narrowest(filters, ownerId);
  const days: Sql[] = [];
  if (from) days.push(sql`s.created_at >= ${from}::timestamptz`);
  if (until) days.push(sql`s.created_at < ${until}::timestamptz`);
  // The narrowest first: an index goes with one of them, the others are looked at row by row. Another order has an
  // index of its own, and every condition is looked at so.
  const isUsual = columnOf(sort) === "started";
  const ordered = isUsual ? [...narrow.slice(0, 1), ...days] : [];
  const rest = isUsual ? narrow.slice(1) : [...narrow, ...days];
  return {
    from: sql`sessions s`,
    alias: sql`s`,
    key: isUsual ? sql`s.created_at` : LENGTH_KEY,
    keyType: isUsual ? sql`timestamptz` : sql`numeric`,
    startsAt: startOf(sort),
    ordered,
    others: [...rest.map((perRow) => ({ perRow })), ...sessionConditions(filters)],
  };
}

function narrowest(filters: SessionFilters, ownerId: string | null): Sql[] {
  const { kind, personId, nodeId, endReason, completeness, corroboration, state, accountId } = filters;
  const narrow: Sql[] = [];
  // Few among many, with an index of their own; of the others nearly all are.
  if (kind === "imported") narrow.push(sql`s.kind = 'imported'`);
  if (ownerId) narrow.push(sql`s.person_id = ${ownerId}`);
  if (personId) narrow.push(sql`s.person_id = ${personId}`);
  if (nodeId) narrow.push(sql`s.node_id = ${nodeId}`);
  if (endReason) narrow.push(sql`s.end_reason = ${endReason}`);
  if (completeness) narrow.push(sql`s.completeness = ${completeness}`);
  if (corroboration) narrow.push(sql`s.corroboration = ${corroboration}`);
  if (state) narrow.push(sql`s.state = ${state}`);
  if (accountId) narrow.push(sql`s.account_id = ${accountId}`);
  if (kind === "brokered") narrow.push(sql`s.kind = 'brokered'`);
  return narrow;
}

/** What is asked of a session, called `s`, beyond what an index in its order answers: for the list of reviews too. */
export function sessionConditions(
  filters: Pick<
    SessionFilters,
    "isRunning" | "incident" | "personName" | "nodeName" | "region" | "protection" | "retention" | "search"
  >,
): Condition[] {
  const conditions: Condition[] = nodeConditions(
    filters,
    (condition) => sql`exists (select from nodes n where n.id = s.node_id and ${condition})`,
  );
  if (filters.isRunning)
    conditions.push({ perRow: sql`s.state in ('created', 'opening', 'open', 'ending')` });
  if (filters.incident) conditions.push(ofRequest(standsIn(sql`q.incident`, filters.incident)));
  if (filters.personName)
    conditions.push({
      perRow: sql`s.person_id = any(${peopleNamed(filters.personName)})`,
      ids: sql`select s.id from people p join sessions s on s.person_id = p.id
        where ${namesPerson(filters.personName)}`,
    });
  if (filters.retention) conditions.push(KEPT[filters.retention]);
  for (const word of wordsOf(filters.search)) conditions.push(naming(word));
  return conditions;
}

/** Sessions whose recording is on hold, or was deleted or is being deleted. */
const KEPT: Record<Retention, Condition> = {
  held: {
    perRow: sql`(exists (select from recording_holds h where h.session_id = s.id) and halligan_is_held(s.id, false))`,
    ids: sql`select h.session_id as id from (select distinct session_id from recording_holds) h
      where halligan_is_held(h.session_id, false)`,
  },
  deleted: {
    perRow: existsPerRow(sql`from recording_deletions d
      where d.session_id = s.id and d.state in ('deleting', 'deleted')`),
    ids: sql`select d.session_id as id from recording_deletions d where d.state in ('deleting', 'deleted')`,
  },
};

function ofRequest(condition: Sql): Condition & { ids: Sql } {
  return {
    perRow: existsPerRow(sql`from grants g join requests q on q.id = g.request_id
      where g.id = s.grant_id and (${condition})`),
    ids: sql`select s.id from requests q join grants g on g.request_id = q.id join sessions s on s.grant_id = g.id
      where ${condition}`,
  };
}

function naming(word: string): Condition {
  const inReason = standsIn(sql`q.justification`, word);
  const inIncident = standsIn(sql`q.incident`, word);
  return {
    perRow: sql`(s.id = ${word} or s.aws_session_id = ${word} or s.person_id = any(${peopleNamed(word)})
      or s.node_id = any(${nodesNamed(word)}) or ${ofRequest(sql`${inReason} or ${inIncident}`).perRow})`,
    ids: sql`${ofRequest(inReason).ids} union ${ofRequest(inIncident).ids}
      union select s.id from sessions s where s.id = ${word}
      union select s.id from sessions s where s.aws_session_id = ${word}
      union select s.id from people p join sessions s on s.person_id = p.id where ${namesPerson(word)}
      union select s.id from nodes n join sessions s on s.node_id = n.id where ${namesNode(word)}`,
  };
}
