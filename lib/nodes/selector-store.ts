import { handleOf, type Tx } from "@/lib/db/client";
import type { NodeSelector } from "./selector";
import { findNodes, type RuleNode } from "./store";

/**
 * The nodes that a selector means today, by the tags that were read last; missing ones are not there.
 * @param limit how many are read at most
 * @returns those, by name, and how many there are in all
 */
export async function findMatching(
  tx: Tx,
  selector: NodeSelector,
  limit: number,
): Promise<{ nodes: RuleNode[]; count: number }> {
  const { accountId = null, region = null, tags } = selector;
  // An empty object is contained in every other: it must not mean every node.
  if (Object.keys(tags).length === 0) return { nodes: [], count: 0 };
  const rows = await handleOf(tx).$queryRaw<{ id: string; count: number }[]>`
    select id, (count(*) over ())::int as count from nodes
    where missing_since is null and tags @> ${JSON.stringify(tags)}::jsonb
      and (${accountId}::text is null or account_id = ${accountId})
      and (${region}::text is null or region = ${region})
    order by name, id limit ${limit}`;
  return {
    nodes: await findNodes(
      tx,
      rows.map(({ id }) => id),
    ),
    count: rows[0]?.count ?? 0,
  };
}

/** A tag's key with the values that nodes have for it, the most used first. */
export interface TagChoice {
  key: string;
  values: string[];
}

const MOST_KEYS = 40;
const MOST_VALUES = 60;

/** What a selector could name: the tags of the nodes in an account and region, the most used first. */
export async function findTagChoices(
  tx: Tx,
  where: { accountId?: string | undefined; region?: string | undefined },
): Promise<TagChoice[]> {
  const { accountId = null, region = null } = where;
  return handleOf(tx).$queryRaw`
    with used as (
      select tag.key, tag.value, count(*) as nodes,
        row_number() over (partition by tag.key order by count(*) desc, tag.value) as place
      from nodes, jsonb_each_text(nodes.tags) as tag
      where nodes.missing_since is null and tag.key <> 'Name'
        and (${accountId}::text is null or nodes.account_id = ${accountId})
        and (${region}::text is null or nodes.region = ${region})
      group by tag.key, tag.value
    )
    select key, array_agg(value order by value) as "values" from used where place <= ${MOST_VALUES}
    group by key order by sum(nodes) desc, key limit ${MOST_KEYS}`;
}
