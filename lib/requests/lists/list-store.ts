import { Prisma } from "@/lib/db/generated/client";
import { standsIn, wordsOf } from "@/lib/db/lists/like";
import { type Condition, existsPerRow, type ListQuery, startOf } from "@/lib/db/lists/list-query";
import { waitsFor } from "@/lib/inbox/list-store";
import type { PersonActor } from "@/lib/kernel/actor";
import { columnOf } from "@/lib/kernel/sort-rules";
import {
  namesNode,
  namesPerson,
  nodeConditions,
  nodesNamed,
  peopleNamed,
} from "@/lib/nodes/lists/list-store";
import type { RequestFilters, RequestSort, RequestState } from "../views";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/** By state: what waits first, then each state's newest first. The migrations have an index of it, word for word. */
const STATE_KEY = sql`(case r.state when 'waiting' then 1 when 'approved' then 2 when 'denied' then 3
  when 'withdrawn' then 4 else 5 end * 100000000000 - extract(epoch from r.created_at at time zone 'UTC'))`;

const STATE_PLACE = {
  ...{ waiting: 1, approved: 2, denied: 3, withdrawn: 4, lapsed: 5 },
} as const satisfies Record<RequestState, number>;

/** The key of a row, as the query orders by it. */
export function requestKeyOf(sort: RequestSort, row: { state: RequestState; createdAt: Date }): string {
  const { state, createdAt } = row;
  if (columnOf(sort) === "requested") return createdAt.toISOString();
  return (STATE_PLACE[state] * 100_000_000_000 - createdAt.getTime() / 1000).toFixed(3);
}

/**
 * Requests in an order.
 * @param viewer for whom what "needs me" is asked
 * @param ownerId only this person's; null: everybody's
 */
export function requestsListed(
  filters: Omit<RequestFilters, "mine">,
  viewer: Pick<PersonActor, "id" | "groups">,
  ownerId: string | null,
  sort: RequestSort = "-requested",
): ListQuery {
  const { personId, personName, needsMe, nodeId, accountId, incident, from, until } = filters;
  // What needs somebody waits: the index of that state has few rows, and the newest first.
  const state = filters.state ?? (needsMe ? "waiting" : undefined);
  // The narrowest first: an index goes with one of them, the others are looked at row by row.
  const narrow: Sql[] = [];
  if (ownerId) narrow.push(sql`r.requester_id = ${ownerId}`);
  if (personId) narrow.push(sql`r.requester_id = ${personId}`);
  if (state) narrow.push(sql`r.state = ${state}`);
  // One person's requests of one state have an index of their own.
  const indexed = state && narrow.length === 2 ? 2 : 1;
  const days: Sql[] = [];
  if (from) days.push(sql`r.created_at >= ${from}::timestamptz`);
  if (until) days.push(sql`r.created_at < ${until}::timestamptz`);
  // Another order has an index of its own, and every condition is looked at row by row.
  const isUsual = columnOf(sort) === "requested";
  const ordered = isUsual ? [...narrow.slice(0, indexed), ...days] : [];
  const rest = isUsual ? narrow.slice(indexed) : [...narrow, ...days];
  const others: Condition[] = rest.map((perRow) => ({ perRow }));
  if (needsMe) others.push(waitsFor(viewer, "decision", sql`r.id`));
  if (nodeId)
    others.push({
      perRow: sql`exists (select from request_nodes rn where rn.request_id = r.id and rn.node_id = ${nodeId})`,
    });
  if (accountId) others.push({ perRow: onNodes(sql`n.account_id = ${accountId}`) });
  others.push(...nodeConditions(filters, onNodes));
  if (incident) others.push({ perRow: standsIn(sql`r.incident`, incident) });
  if (personName)
    others.push({
      perRow: sql`r.requester_id = any(${peopleNamed(personName)})`,
      ids: sql`select r.id from people p join requests r on r.requester_id = p.id where ${namesPerson(personName)}`,
    });
  for (const word of wordsOf(filters.search)) others.push(naming(word));
  return {
    from: sql`requests r`,
    alias: sql`r`,
    key: isUsual ? sql`r.created_at` : STATE_KEY,
    keyType: isUsual ? sql`timestamptz` : sql`numeric`,
    startsAt: startOf(sort),
    ordered,
    others,
  };
}

function onNodes(condition: Sql): Sql {
  return sql`exists (select from request_nodes rn join nodes n on n.id = rn.node_id
    where rn.request_id = r.id and ${condition})`;
}

function naming(word: string): Condition {
  const inReason = standsIn(sql`r.justification`, word);
  const inIncident = standsIn(sql`r.incident`, word);
  return {
    perRow: sql`(${inReason} or ${inIncident} or r.id = ${word} or r.requester_id = any(${peopleNamed(word)})
      or ${existsPerRow(sql`from request_nodes rn
        where rn.request_id = r.id and rn.node_id = any(${nodesNamed(word)})`)})`,
    ids: sql`select r.id from requests r where ${inReason}
      union select r.id from requests r where ${inIncident}
      union select r.id from requests r where r.id = ${word}
      union select r.id from people p join requests r on r.requester_id = p.id where ${namesPerson(word)}
      union select rn.request_id from nodes n join request_nodes rn on rn.node_id = n.id where ${namesNode(word)}`,
  };
}
