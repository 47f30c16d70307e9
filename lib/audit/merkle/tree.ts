import { createHash } from "node:crypto";

/**
 * Merkle trees as in RFC 6962, section 2.1: SHA-256, 0x00 before a leaf's data, 0x01 before two nodes. Used twice: a
 * batch's root is over its events and ranges, the log's root over its batches. Pure.
 */

export type Hash = Uint8Array;

/** A perfect subtree: `index` counts those of its level from the left; level 0 are the leaves. */
export interface Place {
  level: number;
  index: number;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** RFC 6962's hash of a leaf's data. */
export function hashLeaf(data: Uint8Array): Hash {
  return createHash("sha256").update(LEAF).update(data).digest();
}

/** RFC 6962's hash of two subtrees. */
export function hashNodes(left: Hash, right: Hash): Hash {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Hash = createHash("sha256").digest();

/**
 * The perfect subtrees that make up the leaves [start, end), from the left.
 * @param start a multiple of every subtree's width, as it is for all ranges that occur in proofs
 */
export function perfectPlaces(start: number, end: number): Place[] {
  const places: Place[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The hash of a range of leaves from those of its perfect subtrees, which stand from the left. */
export function foldPlaces(hashes: readonly Hash[]): Hash {
  const last = hashes[hashes.length - 1];
  if (!last) return EMPTY_ROOT;
  return hashes.slice(0, -1).reduceRight((right, left) => hashNodes(left, right), last);
}

/** A tree that grows at its right end and keeps only what it needs for that: at most a hash a level. */
export class GrowingTree {
  #size: number;
  readonly #edge: Hash[];

  /** @param from goes on from there: the hashes of `perfectPlaces(0, size)` */
  constructor(from: { size: number; edge: readonly Hash[] } = { size: 0, edge: [] }) {
    this.#size = from.size;
    this.#edge = [...from.edge];
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Adds a leaf.
   * @param onNode gets each perfect subtree above the leaves that is now complete
   */
  push(leaf: Hash, onNode?: (place: Place, hash: Hash) => void): void {
    let hash = leaf;
    this.#size += 1;
    for (let level = 1; this.#size % 2 ** level === 0; level += 1) {
      const left = this.#edge.pop();
      if (!left) throw new TypeError("the tree's edge is not that of its size");
      hash = hashNodes(left, hash);
      onNode?.({ level, index: this.#size / 2 ** level - 1 }, hash);
    }
    this.#edge.push(hash);
  }

  root(): Hash {
    return foldPlaces(this.#edge);
  }
}

/** The root over leaves' hashes. */
export function rootOf(leaves: Iterable<Hash>): Hash {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.push(leaf);
  return tree.root();
}
