import { readBucket } from "./postings";
import { type Bucket, bucketBitsFor, entriesOf, MOST_BLOCKS, toBuckets } from "./shard";

/** Buckets of the merged shard that are made in one step: about an eighth of a megabyte. */
const STEP_BITS = 4;
const FIRST_PAIRS = 65_536;

/** How a merge is done in steps: each makes the buckets whose numbers begin with its own. */
export interface MergePlan {
  bucketBits: number;
  stepBits: number;
  steps: number;
}

/** @param blocks of the merged shard */
export function planMerge(blocks: number): MergePlan {
  const bucketBits = bucketBitsFor(blocks);
  const stepBits = Math.max(0, bucketBits - STEP_BITS);
  return { bucketBits, stepBits, steps: 2 ** stepBits };
}

/** Which buckets of a shard have keys of a step. @returns the first and the one after the last */
export function bucketsOfStep(
  step: number,
  stepBits: number,
  bucketBits: number,
): [from: number, to: number] {
  if (bucketBits >= stepBits) {
    const each = 2 ** (bucketBits - stepBits);
    return [step * each, (step + 1) * each];
  }
  const bucket = step >>> (stepBits - bucketBits);
  return [bucket, bucket + 1];
}

/** A shard that is merged, with its buckets of one step. */
export interface MergeSource {
  /** Of its first block in the merged shard. */
  offset: number;
  blocks: number;
  /** In order. */
  buckets: readonly Uint8Array[];
}

/**
 * One step of a merge.
 * @param sources by offset, ascending
 * @param isAlive whether a block of the merged shard still has text: what has none is left out
 */
export function mergeStep(
  { step, plan }: { step: number; plan: MergePlan },
  sources: readonly MergeSource[],
  isAlive: (block: number) => boolean,
): Bucket[] {
  const { stepBits, bucketBits } = plan;
  const isOfStep = (key: number) => stepBits === 0 || key >>> (32 - stepBits) === step;
  let pairs = new Float64Array(FIRST_PAIRS);
  let count = 0;
  for (const { offset, blocks, buckets } of sources)
    for (const content of buckets)
      for (const [key, postings] of readBucket(content, blocks, isOfStep)) {
        if (count + postings.length > pairs.length) pairs = grown(pairs, count + postings.length);
        for (let index = 0; index < postings.length; index += 1) {
          const block = offset + (postings[index] as number);
          if (isAlive(block)) pairs[count++] = key * MOST_BLOCKS + block;
        }
      }
  return toBuckets(entriesOf(pairs.subarray(0, count).sort()), bucketBits);
}

function grown(pairs: Float64Array<ArrayBuffer>, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(pairs.length * 2, least));
  larger.set(pairs);
  return larger;
}
