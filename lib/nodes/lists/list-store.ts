import { Prisma } from "@/lib/db/generated/client";
import { containing, wordsOf } from "@/lib/db/lists/like";
import type { Condition, ListQuery } from "@/lib/db/lists/list-query";
import { config } from "@/lib/kernel/config/config";
import type { NodeFilters, NodeNarrowing, NodeState } from "../views";

type Sql = Prisma.Sql;
const { sql, join } = Prisma;

/** Nodes by name. @param viewerId whose stars count */
export function nodesListed(filters: NodeFilters, viewerId: string): ListQuery {
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
  return {
    from: sql`nodes n`,
    alias: sql`n`,
    key: sql`n.name`,
    keyType: sql`text`,
    startsAt: "smallest",
    ordered: [],
    others: where.map((perRow) => ({ perRow })),
  };
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
