import { bucketOf } from "../format/grams";
import { findPostings, intersect, type Postings } from "../format/postings";

/** A live part of the index. */
export interface ShardHead {
  id: bigint;
  /** Blocks are numbered through all parts of a kind; newer ones have higher numbers. */
  firstBlock: number;
  blocks: number;
  bucketBits: number;
}

/** What is read of a shard: its buckets by their numbers. */
export type ReadBuckets = ReadonlyMap<number, Uint8Array>;

/** Which buckets of a shard hold the keys. */
export function bucketsFor({ bucketBits }: Pick<ShardHead, "bucketBits">, keys: readonly number[]): number[] {
  return [...new Set(keys.map((key) => bucketOf(key, bucketBits)))];
}

/**
 * Blocks of a shard that have every key.
 * @param frequency counts of each key as they were seen, for the choice of keys elsewhere: this shard's are added
 * @returns numbers within the shard, ascending
 */
export function candidatesIn(
  { blocks, bucketBits }: Pick<ShardHead, "blocks" | "bucketBits">,
  keys: readonly number[],
  { buckets, frequency }: { buckets: ReadBuckets; frequency: Map<number, number> },
): Postings {
  const lists = keys.map((key) => {
    const content = buckets.get(bucketOf(key, bucketBits));
    const postings = content ? findPostings(content, key, blocks) : new Uint32Array(0);
    frequency.set(key, (frequency.get(key) ?? 0) + postings.length);
    return postings;
  });
  lists.sort((a, b) => a.length - b.length);
  return lists.reduce((common, list) => intersect(common, list));
}

/** The keys that were seen least often, of which a few leave out as much as all. */
export function rarest(
  keys: readonly number[],
  frequency: ReadonlyMap<number, number>,
  most: number,
): number[] {
  return [...keys].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0)).slice(0, most);
}
