import { type Query, streamRows } from "../store";
import type { KeptNode } from "./verify-tree";

/** The hashes of all batches, in order. */
export async function* readBatchHashes(query: Query): AsyncGenerator<string> {
  const rows = streamRows<{ hash: string }>(
    query,
    "select hash from audit_batches where number > 0 order by number",
  );
  for await (const { hash } of rows) yield hash;
}

/** The kept subtrees of the log, in the order in which they become complete; one that can't be stands first. */
export async function* readKeptNodes(query: Query): AsyncGenerator<KeptNode> {
  yield* streamRows<KeptNode>(
    query,
    `select level, "index", encode(hash, 'hex') as hash from audit_tree_nodes
     order by case when level between 1 and 40 and "index" >= 0 then ("index" + 1) * 2::numeric ^ level else 0 end, level`,
  );
}
