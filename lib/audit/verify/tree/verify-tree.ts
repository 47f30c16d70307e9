import { GrowingTree, type Hash, type Place } from "../../merkle/tree";
import { batchLeaf } from "../../sealing/batch-hash";
import type { FaultList } from "../faults";

/** A subtree of the log as the database keeps it. UNTRUSTED. */
export interface KeptNode extends Place {
  /** In hex. */
  hash: string;
}

/** How many kept subtrees are those of the batches. */
export interface TreeCover {
  nodes: number;
}

/**
 * Makes the log's subtrees anew from its batches and compares those that are kept: heads and proofs are made of them.
 * Ends at the first difference, as all that is above it differs too. Pure.
 * @param hashes of the batches, in order, in hex
 * @param kept by `orderOf`, then by level
 */
export async function verifyTree(
  hashes: AsyncIterable<string> | Iterable<string>,
  kept: AsyncIterable<KeptNode>,
  faults: FaultList,
): Promise<TreeCover> {
  const cover: TreeCover = { nodes: 0 };
  const rows = kept[Symbol.asyncIterator]();
  const nextKept = async () => {
    const { done, value } = await rows.next();
    return done ? undefined : value;
  };
  const report = (code: "altered" | "removed" | "inserted", { level, index }: Place, detail: string) => {
    faults.add("tree", code, `subtree ${index} of level ${level}`, detail);
    return cover;
  };
  const tree = new GrowingTree();
  let next = await nextKept();
  /** So many batches the kept subtrees cover; the rest is taken in later. */
  let covered = 0;
  for await (const hash of hashes) {
    const made: (Place & { hash: Hash })[] = [];
    tree.push(batchLeaf(hash), (place, node) => made.push({ ...place, hash: node }));
    for (const expected of made) {
      const side = next && compare(next, expected);
      if (next && side === "before") return report("inserted", next, "the log has no such subtree");
      if (next && side === "same") {
        if (next.hash !== Buffer.from(expected.hash).toString("hex"))
          return report("altered", next, "it is not made of the batches below it");
        cover.nodes += 1;
        if (next.level === 1) covered = orderOf(next);
        next = await nextKept();
      } else if (next || orderOf(expected) <= covered)
        return report("removed", expected, "it is gone, and others that came after it are there");
    }
  }
  return next ? report("inserted", next, "the log has no such subtree") : cover;
}

/** The log's size when a subtree is complete. */
export function orderOf({ level, index }: Place): number {
  return (index + 1) * 2 ** level;
}

function compare(one: Place, other: Place): "before" | "same" | "after" {
  const difference = orderOf(one) - orderOf(other) || one.level - other.level;
  if (difference === 0) return "same";
  return difference < 0 ? "before" : "after";
}
