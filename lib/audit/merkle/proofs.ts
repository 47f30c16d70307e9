import { foldPlaces, type Hash, hashNodes, type Place, perfectPlaces } from "./tree";

/** Leaves [start, end) whose hash stands in a proof. */
export type Stretch = readonly [start: number, end: number];

/** The subtrees of an inclusion proof, in its order: from the leaf upwards (RFC 6962, section 2.1.1). */
export function inclusionStretches(index: number, size: number): Stretch[] {
  check(Number.isSafeInteger(index) && index >= 0 && index < size);
  return pathIn(index, 0, size);
}

function pathIn(index: number, start: number, end: number): Stretch[] {
  if (end - start <= 1) return [];
  const middle = start + split(end - start);
  return index < middle
    ? [...pathIn(index, start, middle), [middle, end]]
    : [...pathIn(index, middle, end), [start, middle]];
}

/** The subtrees of a consistency proof, in its order (RFC 6962, section 2.1.2). */
export function consistencyStretches(first: number, second: number): Stretch[] {
  check(first > 0 && first <= second);
  return first === second ? [] : subproof(first, 0, second, true);
}

function subproof(first: number, start: number, end: number, isWhole: boolean): Stretch[] {
  if (first === end) return isWhole ? [] : [[start, end]];
  const middle = start + split(end - start);
  return first <= middle
    ? [...subproof(first, start, middle, isWhole), [middle, end]]
    : [...subproof(first, middle, end, false), [start, middle]];
}

/** The perfect subtrees that a proof's stretches are made of: what has to be read to make it. */
export function placesOf(stretches: readonly Stretch[]): Place[] {
  return stretches.flatMap(([start, end]) => perfectPlaces(start, end));
}

/** A proof from the hashes of its perfect subtrees. */
export function proofOf(stretches: readonly Stretch[], hashAt: (place: Place) => Hash): Hash[] {
  return stretches.map(([start, end]) => foldPlaces(perfectPlaces(start, end).map(hashAt)));
}

/** Inclusion proofs of many leaves that are all there: each subtree is hashed once. */
export class LeafTable {
  readonly #levels: Hash[][];
  readonly size: number;

  constructor(leaves: readonly Hash[]) {
    this.size = leaves.length;
    this.#levels = [[...leaves]];
    for (let below = leaves; below.length > 1; ) {
      const level = Array.from({ length: Math.floor(below.length / 2) }, (_, index) =>
        hashNodes(below[2 * index] as Hash, below[2 * index + 1] as Hash),
      );
      this.#levels.push(level);
      below = level;
    }
  }

  root(): Hash {
    return foldPlaces(perfectPlaces(0, this.size).map((place) => this.#at(place)));
  }

  /** @throws RangeError when there is no such leaf */
  proof(index: number): Hash[] {
    return proofOf(inclusionStretches(index, this.size), (place) => this.#at(place));
  }

  #at({ level, index }: Place): Hash {
    const hash = this.#levels[level]?.[index];
    if (!hash) throw new RangeError("there is no such subtree");
    return hash;
  }
}

/**
 * What root a tree of this size has if the leaf stands where it is said to stand.
 * @returns null: such a proof has another length, whatever the hashes
 */
export function rootByInclusion(claim: {
  leaf: Hash;
  index: number;
  size: number;
  proof: readonly Hash[];
}): Hash | null {
  const { leaf, index, size, proof } = claim;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  const stretches = inclusionStretches(index, size);
  if (stretches.length !== proof.length) return null;
  return stretches.reduce((hash, [start], at) => {
    const other = proof[at] as Hash;
    return start > index ? hashNodes(hash, other) : hashNodes(other, hash);
  }, leaf);
}

/**
 * Whether a tree of `second.size` begins with all that a tree of `first.size` had. As in RFC 9162, section 2.1.4.2.
 * @param proof of `consistencyStretches(first.size, second.size)`
 */
export function isConsistent(
  first: { size: number; root: Hash },
  second: { size: number; root: Hash },
  proof: readonly Hash[],
): boolean {
  if (!(first.size > 0 && first.size <= second.size)) return false;
  if (first.size === second.size) return proof.length === 0 && isSame(first.root, second.root);
  const stretches = consistencyStretches(first.size, second.size);
  if (stretches.length !== proof.length) return false;
  // A first tree that is perfect is itself the lowest subtree.
  const isPerfect = perfectPlaces(0, first.size).length === 1;
  const [seed, rest, at] = isPerfect
    ? [first.root, [...proof], [...stretches]]
    : [proof[0] as Hash, proof.slice(1), stretches.slice(1)];
  let [older, newer] = [seed, seed];
  for (const [position, other] of rest.entries()) {
    const [start] = at[position] as Stretch;
    if (start >= first.size) newer = hashNodes(newer, other);
    else {
      older = hashNodes(other, older);
      newer = hashNodes(other, newer);
    }
  }
  return isSame(older, first.root) && isSame(newer, second.root);
}

export function isSame(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

function check(isSo: boolean): void {
  if (!isSo) throw new RangeError("there is no such proof");
}
