import { handleOf, type Tx } from "@/lib/db/client";
import type { Hash, Place } from "./tree";

/** How many batches there are, and how many of them the kept subtrees cover: an even number. */
export async function readSizes(tx: Tx): Promise<{ batches: number; covered: number }> {
  const rows = await handleOf(tx).$queryRaw<{ batches: number; covered: number }[]>`
    select (select coalesce(max(number), 0) from audit_batches) as batches,
      (select coalesce(2 * (max("index") + 1), 0) from audit_tree_nodes where level = 1) as covered`;
  return rows[0] ?? { batches: 0, covered: 0 };
}

/** Hashes of the batches numbered above `after`, in order, at most `limit`. */
export async function readBatchHashes(tx: Tx, after: number, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ hash: string }[]>`
    select hash from audit_batches where number > ${after} order by number limit ${limit}`;
  return rows.map(({ hash }) => hash);
}

/** The kept subtrees at these places; one that is not there is left out. */
export async function readNodes(tx: Tx, places: readonly Place[]): Promise<(Place & { hash: Hash })[]> {
  return handleOf(tx).$queryRaw<(Place & { hash: Hash })[]>`
    select n.level, n."index", n.hash
    from unnest(${places.map(({ level }) => level)}::int[], ${places.map(({ index }) => index)}::int[])
      as p(level, "index") join audit_tree_nodes n on n.level = p.level and n."index" = p."index"`;
}

/** Keeps subtrees; one that another process has kept meanwhile is the same. */
export async function insertNodes(tx: Tx, nodes: readonly (Place & { hash: Hash })[]): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into audit_tree_nodes (level, "index", hash)
    select * from unnest(${nodes.map(({ level }) => level)}::int[], ${nodes.map(({ index }) => index)}::int[],
      ${nodes.map(({ hash }) => Buffer.from(hash))}::bytea[])
    on conflict do nothing`;
}
