import { inTransaction, reading, type Tx } from "@/lib/db/client";
import { batchLeaf } from "../sealing/batch-hash";
import { GrowingTree, type Hash, type Place, perfectPlaces } from "./tree";
import { insertNodes, readBatchHashes, readNodes, readSizes } from "./tree-store";

/** So many batches at most are taken into the tree in one transaction. */
const STEP = 5_000;

/**
 * Takes the batches into the log's tree that are not in it yet: those of an earlier release all at once, step by step,
 * later a few at a time. Any number of processes may do it; they write the same.
 */
export async function growTree(isStopping: () => boolean = () => false): Promise<void> {
  for (;;) {
    const isDone = await inTransaction(growStep);
    if (isDone || isStopping()) return;
  }
}

async function growStep(tx: Tx): Promise<boolean> {
  const { batches, covered } = await readSizes(tx);
  const due = Math.min(batches - covered, STEP);
  if (due < 2) return true;
  const tree = await readTree(tx, covered);
  const made: (Place & { hash: Hash })[] = [];
  for (const hash of await readBatchHashes(tx, covered, due - (due % 2)))
    tree.push(batchLeaf(hash), (place, node) => made.push({ ...place, hash: node }));
  await insertNodes(tx, made);
  return batches - covered <= STEP;
}

/**
 * The log's tree as it was with so many batches; reads a row a level.
 * @throws TypeError when subtrees or batches are missing
 */
export async function readTree(tx: Tx, size: number): Promise<GrowingTree> {
  const read = await readHashes(tx, perfectPlaces(0, size));
  return new GrowingTree({ size, edge: perfectPlaces(0, size).map(read) });
}

/** How many batches the log has, of which roots and proofs can be made. */
export async function readLogSize(tx: Tx = reading()): Promise<number> {
  const { batches, covered } = await readSizes(tx);
  return Math.min(batches, covered + 1);
}

/**
 * Reads subtrees, the lowest from the batches themselves.
 * @returns gives the hash at each of the places
 * @throws TypeError when one is missing
 */
export async function readHashes(tx: Tx, places: readonly Place[]): Promise<(place: Place) => Hash> {
  const found = new Map<string, Hash>();
  const nameOf = ({ level, index }: Place) => `${level} ${index}`;
  for (const node of await readNodes(
    tx,
    places.filter(({ level }) => level > 0),
  ))
    found.set(nameOf(node), node.hash);
  for (const place of places.filter(({ level }) => level === 0)) {
    const [hash] = await readBatchHashes(tx, place.index, 1);
    if (hash !== undefined) found.set(nameOf(place), batchLeaf(hash));
  }
  return (place) => {
    const hash = found.get(nameOf(place));
    if (!hash) throw new TypeError(`the log's tree has nothing at ${nameOf(place)}`);
    return hash;
  };
}
