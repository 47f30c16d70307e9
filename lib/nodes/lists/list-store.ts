import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { containing, wordsOf } from "@/lib/db/lists/like";
import { type Condition, type ListQuery, startOf } from "@/lib/db/lists/list-query";
import { config } from "@/lib/kernel/config/config";
import { columnOf } from "@/lib/kernel/sort-rules";
import type { NODE_SORTS, NodeFilters, NodeNarrowing, NodeRow, NodeSort, NodeState } from "../views";

type Sql = Prisma.Sql;
const { sql, join } = Prisma;

type NodeColumn = keyof typeof NODE_SORTS;

/** What the list is ordered by, ascending: each an expression that an index of the nodes begins with, its id behind. */
const KEYS = {
  name: sql`n.name`,
  class: sql`(n.protection || ' ' || n.name)`,
  // What is online by the inventory, however old that is: only so it is a matter of the row and not of the clock.
  state: sql`(case when n.missing_since is not null then '3 ' when n.is_online then '1 ' else '2 ' end || n.name)`,
  where: sql`(n.account_id || ' ' || n.region || ' ' || n.name)`,
} as const satisfies Record<NodeColumn, Sql>;

const STATE_PLACE = { online: 1, unconfirmed: 1, offline: 2, missing: 3 } as const satisfies Record<
  NodeState,
  number
>;

/** The key of a row, as the query orders by it. */
export function nodeKeyOf(
  sort: NodeSort,
  node: Pick<NodeRow, "name" | "protection" | "accountId" | "region" | "state">,
): string {
  const { name, protection, accountId, region, state } = node;
  const keys = {
    ...{ name, class: `${protection} ${name}`, state: `${STATE_PLACE[state]} ${name}` },
    where: `${accountId} ${region} ${name}`,
  } satisfies Record<NodeColumn, string>;
  return keys[columnOf(sort)];
}

/**
 * Nodes in an order.
 * @param viewerId whose stars count
 * @param leftOut ids of nodes that stand elsewhere
 */
export function nodesListed(
  filters: NodeFilters,
  viewerId: string,
  sort: NodeSort = "name",
  leftOut: readonly string[] = [],
): ListQuery {
  const where = conditionsOf(filters, viewerId);
  if (leftOut.length > 0) where.push(sql`n.id <> all(${[...leftOut]}::text[])`);
  return {
    from: sql`nodes n`,
    alias: sql`n`,
    key: KEYS[columnOf(sort)],
    keyType: sql`text`,
    startsAt: startOf(sort),
    ordered: [],
    others: where.map((perRow) => ({ perRow })),
  };
}

/** How many of a person's stars stand before the list at most; what they starred beyond that stands in it. */
const MOST_STARRED_FIRST = 30;

/** The ids of the starred nodes that stand before the list, in its order. Reads the person's stars alone. */
export async function starredFirst(
  tx: Tx,
  filters: NodeFilters,
  viewerId: string,
  sort: NodeSort,
): Promise<string[]> {
  const where = [sql`star.person_id = ${viewerId}`, ...conditionsOf(filters, viewerId)];
  const direction = startOf(sort) === "largest" ? sql`desc` : sql`asc`;
  const key = KEYS[columnOf(sort)];
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select n.id from node_stars star join nodes n on n.id = star.node_id where ${join(where, " and ")}
    order by ${key} ${direction}, n.id ${direction} limit ${MOST_STARRED_FIRST}`;
  return rows.map(({ id }) => id);
}

function conditionsOf(filters: NodeFilters, viewerId: string): Sql[] {
  const { accountId, region, protection, state, isStarred } = filters;
  const where: Sql[] = [];
  if (isStarred)
    where.push(
      sql`exists (select from node_stars star where star.person_id = ${viewerId} and star.node_id = n.id)`,
    );
  if (accountId) where.push(sql`n.account_id = ${accountId}`);
  if (region) where.push(sql`n.region = ${region}`);
  if (protection) where.push(sql`n.protection = ${protection}`);
  if (state) where.push(inState(state));
  where.push(...wordsOf(filters.search).map(naming));
  return where;
}

/** What `nodeState` says, asked of rows. */
function inState(state: NodeState): Sql {
  const { NODE_MAX_AGE_SECONDS, NODE_SILENT_SECONDS } = config();
  const counts = sql`(n.read_at >= clock_timestamp() - ${NODE_MAX_AGE_SECONDS} * interval '1 second'
    and coalesce(n.ping_at, n.read_at) >= clock_timestamp() - ${NODE_SILENT_SECONDS} * interval '1 second')`;
  const states = {
    online: sql`n.missing_since is null and n.is_online and ${counts}`,
    unconfirmed: sql`n.missing_since is null and n.is_online and not ${counts}`,
    offline: sql`n.missing_since is null and not n.is_online`,
    missing: sql`n.missing_since is not null`,
  } as const satisfies Record<NodeState, Sql>;
  return states[state];
}

function naming(word: string): Sql {
  const pattern = containing(word);
  return sql`(n.name ilike ${pattern} or n.id ilike ${pattern} or n.host_name ilike ${pattern}
    or exists (select from jsonb_each_text(n.tags) as tag
               where tag.key ilike ${pattern} or tag.key || '=' || tag.value ilike ${pattern}))`;
}

/**
 * What rows of other tables are narrowed to by the nodes they name.
 * @param onNodes says of the row that one of its nodes, there called `n`, fulfils the condition
 */
export function nodeConditions(
  { nodeName, region, protection }: NodeNarrowing,
  onNodes: (condition: Sql) => Sql,
): Condition[] {
  const where: Sql[] = [];
  if (nodeName) where.push(sql`n.name ilike ${containing(nodeName)}`);
  if (region) where.push(sql`n.region = ${region}`);
  if (protection) where.push(sql`n.protection = ${protection}`);
  return where.length === 0 ? [] : [{ perRow: onNodes(join(where, " and ")) }];
}

/** Whether a word names the node `n`. */
export function namesNode(word: string): Sql {
  return sql`(n.name ilike ${containing(word)} or n.id = ${word})`;
}

/** Whether a word names the person `p`. */
export function namesPerson(word: string): Sql {
  return sql`(p.name ilike ${containing(word)} or p.id = ${word})`;
}

/** The ids of the nodes that a word names, as an array. */
export function nodesNamed(word: string): Sql {
  return sql`array(select n.id from nodes n where ${namesNode(word)})`;
}

/** The ids of the people whom a word names, as an array. */
export function peopleNamed(word: string): Sql {
  return sql`array(select p.id from people p where ${namesPerson(word)})`;
}
