import { type Block, type Chunk, toChunks } from "./blocks";
import { bucketOf, fold, gramsOf } from "./grams";
import { type BucketEntry, encodeBucket } from "./postings";

/** A part of the index as it is stored: which keys are in which of its blocks, and their text. */
export interface Shard {
  blocks: number;
  textBytes: number;
  /** Its keys are in 2^bucketBits buckets. */
  bucketBits: number;
  /** Those that hold a key. */
  buckets: Bucket[];
  chunks: Chunk[];
}

export interface Bucket {
  number: number;
  content: Buffer;
}

/** Blocks for each bucket: one of about 8 KB, whatever the shard's size. */
const BLOCKS_A_BUCKET = 8;
const MOST_BUCKET_BITS = 12;
/** A block's number and a key together are a whole number that a double holds. */
export const MOST_BLOCKS = 2 ** 20;

export function bucketBitsFor(blocks: number): number {
  return Math.min(MOST_BUCKET_BITS, Math.max(0, Math.ceil(Math.log2(blocks / BLOCKS_A_BUCKET))));
}

/** Makes a shard of blocks. @param blocks at least one, at most 2^20 */
export function toShard(blocks: readonly Block[]): Shard {
  if (blocks.length === 0 || blocks.length > MOST_BLOCKS) throw new TypeError("a shard has blocks");
  const keysOfBlocks = blocks.map(({ text }) => gramsOf(fold(text)));
  const pairs = new Float64Array(keysOfBlocks.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  keysOfBlocks.forEach((keys, block) => {
    for (const key of keys) pairs[count++] = key * MOST_BLOCKS + block;
  });
  const bucketBits = bucketBitsFor(blocks.length);
  return {
    blocks: blocks.length,
    textBytes: blocks.reduce((sum, { text }) => sum + text.length, 0),
    bucketBits,
    buckets: toBuckets(entriesOf(pairs.sort()), bucketBits),
    chunks: toChunks(blocks),
  };
}

/** Puts entries into their buckets. @param entries by key, ascending */
export function toBuckets(entries: Iterable<BucketEntry>, bucketBits: number): Bucket[] {
  const buckets: Bucket[] = [];
  let number = -1;
  let content: BucketEntry[] = [];
  const end = () => {
    if (content.length > 0) buckets.push({ number, content: encodeBucket(content) });
    content = [];
  };
  for (const entry of entries) {
    const bucket = bucketOf(entry[0], bucketBits);
    if (bucket !== number) end();
    number = bucket;
    content.push(entry);
  }
  end();
  return buckets;
}

/** Of pairs, key × `MOST_BLOCKS` + block, in order. */
export function* entriesOf(pairs: Float64Array): Generator<BucketEntry> {
  for (let from = 0; from < pairs.length; ) {
    const key = Math.floor((pairs[from] as number) / MOST_BLOCKS);
    let to = from;
    while (to < pairs.length && (pairs[to] as number) < (key + 1) * MOST_BLOCKS) to += 1;
    const postings = new Uint32Array(to - from);
    for (let at = from; at < to; at += 1) postings[at - from] = (pairs[at] as number) - key * MOST_BLOCKS;
    yield [key, postings];
    from = to;
  }
}
