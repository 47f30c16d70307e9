import { ByteReader, ByteWriter } from "./bytes";

/** Which blocks of a shard have a key: numbers from 0 on, ascending. */
export type Postings = Uint32Array;

/** The keys of one bucket, ascending, each with its blocks. */
export type BucketEntry = readonly [key: number, postings: Postings];

/**
 * A bucket as it is stored: each key as the difference to the one before, and its blocks as differences or as one bit
 * a block, whichever is shorter.
 * @param entries by key, ascending; none without blocks
 */
export function encodeBucket(entries: readonly BucketEntry[]): Buffer {
  const bucket = new ByteWriter();
  let before = 0;
  for (const [key, postings] of entries) {
    const last = postings[postings.length - 1] ?? 0;
    const bitmapSize = (last >>> 3) + 1;
    const listSize = differencesSize(postings);
    const isBitmap = bitmapSize < listSize;
    bucket.number(key - before);
    bucket.number((isBitmap ? bitmapSize : listSize) * 2 + Number(isBitmap));
    if (isBitmap) bucket.add(asBitmap(postings, bitmapSize));
    else addDifferences(bucket, postings);
    before = key;
  }
  return bucket.done();
}

/** Every wanted key of a bucket with its blocks; those at or after `blocks`, which a shard can't have, are left out. */
export function* readBucket(
  content: Uint8Array,
  blocks: number,
  isWanted: (key: number) => boolean = () => true,
): Generator<BucketEntry> {
  const reader = new ByteReader(content);
  let key = 0;
  while (!reader.isAtEnd) {
    key += reader.number();
    const size = reader.number();
    if (!isWanted(key)) {
      reader.take(Math.floor(size / 2));
      continue;
    }
    yield [key, decode(reader.take(Math.floor(size / 2)), size % 2 === 1, blocks)];
  }
}

/** The blocks that have a key. @returns none when the bucket doesn't have it */
export function findPostings(content: Uint8Array, wanted: number, blocks: number): Postings {
  const reader = new ByteReader(content);
  let key = 0;
  while (!reader.isAtEnd) {
    key += reader.number();
    const size = reader.number();
    const bytes = reader.take(Math.floor(size / 2));
    if (key === wanted) return decode(bytes, size % 2 === 1, blocks);
    if (key > wanted) break;
  }
  return new Uint32Array(0);
}

/** What two lists have in common. */
export function intersect(a: Postings, b: Postings): Postings {
  const common = new Uint32Array(Math.min(a.length, b.length));
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) common[count++] = left;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return common.subarray(0, count);
}

/** Bytes of the list as `addDifferences` writes it. */
function differencesSize(postings: Postings): number {
  let size = 0;
  let before = 0;
  for (let index = 0; index < postings.length; index += 1) {
    const block = postings[index] as number;
    for (let rest = block - before; rest >= 0x80; rest >>>= 7) size += 1;
    size += 1;
    before = block;
  }
  return size;
}

function addDifferences(bucket: ByteWriter, postings: Postings): void {
  let before = 0;
  for (let index = 0; index < postings.length; index += 1) {
    const block = postings[index] as number;
    bucket.number(block - before);
    before = block;
  }
}

function asBitmap(postings: Postings, size: number): Buffer {
  const bitmap = Buffer.alloc(size);
  for (const block of postings) bitmap[block >>> 3] = (bitmap[block >>> 3] as number) | (1 << (block & 7));
  return bitmap;
}

function decode(bytes: Uint8Array, isBitmap: boolean, blocks: number): Postings {
  // A difference takes a byte at least, a bit stands for one block.
  const found = new Uint32Array(isBitmap ? bytes.length * 8 : bytes.length);
  let count = 0;
  if (isBitmap) {
    for (let index = 0; index < bytes.length; index += 1)
      for (let byte = bytes[index] as number, bit = 0; byte > 0; byte >>>= 1, bit += 1)
        if ((byte & 1) === 1 && index * 8 + bit < blocks) found[count++] = index * 8 + bit;
    return found.subarray(0, count);
  }
  let block = 0;
  let [difference, scale] = [0, 1];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    difference += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    block += difference;
    if (block >= blocks) break;
    found[count++] = block;
    [difference, scale] = [0, 1];
  }
  return found.subarray(0, count);
}
