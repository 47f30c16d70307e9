import { Prisma } from "@/lib/db/generated/client";
import { standsIn, wordsOf } from "@/lib/db/lists/like";
import { type Condition, existsPerRow, type ListQuery } from "@/lib/db/lists/list-query";
import { waitsFor } from "@/lib/inbox/list-store";
import type { PersonActor } from "@/lib/kernel/actor";
import {
  namesNode,
  namesPerson,
  nodeConditions,
  nodesNamed,
  peopleNamed,
} from "@/lib/nodes/lists/list-store";
import type { RequestFilters } from "../views";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * Requests, newest first.
 * @param viewer for whom what "needs me" is asked
 * @param ownerId only this person's; null: everybody's
 */
export function requestsListed(
  filters: Omit<RequestFilters, "mine">,
  viewer: Pick<PersonActor, "id" | "groups">,
  ownerId: string | null,
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
  const ordered = narrow.slice(0, indexed);
  const rest = narrow.slice(indexed);
  if (from) ordered.push(sql`r.created_at >= ${from}::timestamptz`);
  if (until) ordered.push(sql`r.created_at < ${until}::timestamptz`);
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
    key: sql`r.created_at`,
    keyType: sql`timestamptz`,
    startsAt: "largest",
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
