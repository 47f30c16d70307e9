const NEWLINE = 0x0a;
const SPACE = 0x20;
/** Bytes before and after a space that are taken together with it. */
const BEFORE_SPACE = 2;
const AFTER_SPACE = 3;
/** First bytes that text never has in UTF-8: what is hashed can't be taken for text. */
const FREE_BYTES = [...range(0x0b, 0x1f), ...range(0xf8, 0xff)];

/** Case doesn't count, for A to Z only: other scripts are looked for as they stand. @returns a copy of UTF-8 */
export function fold(bytes: Uint8Array): Buffer {
  const folded = Buffer.from(bytes);
  for (let index = 0; index < folded.length; index += 1) {
    const byte = folded[index] as number;
    if (byte >= 0x41 && byte <= 0x5a) folded[index] = byte + 0x20;
  }
  return folded;
}

/**
 * The keys of a text: of every three bytes that follow each other in a row, and of every space with the two bytes
 * before and the three after it. Three bytes are one Chinese character, or three letters; the space tells phrases of
 * frequent words from their words.
 * @param folded UTF-8 as `fold` gives it; rows end with a line feed, which is in no key
 * @returns each key once, in order: 32 bits that are spread evenly
 */
export function gramsOf(folded: Uint8Array): Uint32Array {
  const found = new Uint32Array(folded.length * 2);
  let count = 0;
  let rowStart = 0;
  for (let at = 0; at < folded.length; at += 1) {
    if (folded[at] === NEWLINE) {
      rowStart = at + 1;
      continue;
    }
    if (at - rowStart < 2) continue;
    const [first, second, third] = [folded[at - 2], folded[at - 1], folded[at]] as [number, number, number];
    found[count++] = spread((first << 16) | (second << 8) | third);
    // What ends here as the third byte after a space.
    const space = at - AFTER_SPACE;
    if (space - BEFORE_SPACE >= rowStart && folded[space] === SPACE)
      found[count++] = spread(spaceGram(folded, space));
  }
  const sorted = found.subarray(0, count).sort();
  let kept = 0;
  for (let index = 0; index < count; index += 1)
    if (index === 0 || sorted[index] !== sorted[index - 1]) sorted[kept++] = sorted[index] as number;
  return sorted.slice(0, kept);
}

function spaceGram(folded: Uint8Array, space: number): number {
  let hash = 0x811c9dc5;
  for (let at = space - BEFORE_SPACE; at <= space + AFTER_SPACE; at += 1)
    hash = Math.imul(hash ^ (folded[at] as number), 0x01000193) >>> 0;
  const first = FREE_BYTES[(hash >>> 16) % FREE_BYTES.length] as number;
  return (first << 16) | (hash & 0xffff);
}

/** One to one: an odd factor. Keys that begin alike lie in one bucket, so frequent ones must not begin alike. */
function spread(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> 0;
}

/** The bucket of a key among 2^bits. */
export function bucketOf(key: number, bits: number): number {
  return bits === 0 ? 0 : key >>> (32 - bits);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
