import { MOST_BLOCKS } from "../format/shard";

/** A live part of the index, as the choice of a merge sees it. */
export interface MergeableShard {
  firstBlock: number;
  blocks: number;
  textBytes: number;
  isStale: boolean;
}

/** Parts of like size that are merged to a larger one. */
const FAN_IN = 8;
const MOST_SOURCES = 64;
/** A part of this much text stays as it is. */
const FULL_BYTES = 64 * 1024 * 1024;
/** The sizes up to which parts count as alike. */
const SIZES = [16 * 1024, 128 * 1024, 1024 * 1024, 8 * 1024 * 1024, FULL_BYTES];

/**
 * Which parts are to be merged next: the newest ones, when eight are of a size. Each text is so merged five times at
 * most, and few small parts are left whatever comes. Then parts from which text was deleted, one by one.
 * @param shards of one kind, without gaps but where numbers were never given, oldest first
 * @returns those to merge, side by side; undefined when nothing is to be done
 */
export function chooseMerge<T extends MergeableShard>(shards: readonly T[]): T[] | undefined {
  for (const size of SIZES) {
    // Of blocks with hardly any text a part may have as many as it can before it has that much text.
    const isFull = ({ textBytes, blocks }: T) => textBytes >= size || blocks >= MOST_BLOCKS / 2;
    const start = shards.findLastIndex(isFull) + 1;
    if (shards.length - start < FAN_IN) continue;
    const chosen: T[] = [];
    let bytes = 0;
    const first = shards[start]?.firstBlock ?? 0;
    for (const shard of shards.slice(start, start + MOST_SOURCES)) {
      if (bytes >= FULL_BYTES || shard.firstBlock + shard.blocks - first > MOST_BLOCKS) break;
      chosen.push(shard);
      bytes += shard.textBytes;
    }
    return chosen;
  }
  const stale = shards.find(({ isStale }) => isStale);
  return stale && [stale];
}
