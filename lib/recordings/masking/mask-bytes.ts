import { findSecrets } from "./detection/find-secrets";

/** Bytes that are read together, to the end of a line. */
const BLOCK = 64 * 1024;
/** Bytes before them that are read again, for what goes on from there. */
const BEFORE = 16 * 1024;
const NEWLINE = 0x0a;
const SIGN = "*".charCodeAt(0);
const BLANKS: ReadonlySet<number> = new Set([0x09, NEWLINE, 0x0d, 0x20]);

/**
 * Masks the secrets of a file, byte by byte: its size stays, and so does every other byte, in whatever encoding. Memory
 * does not grow with its size.
 * @param pieces text is UTF-8
 * @param mask masks a block as `maskBlock` does, wherever that is done
 */
export async function* maskBytes(
  pieces: AsyncIterable<string | Uint8Array>,
  mask: (before: Uint8Array, block: Uint8Array) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let before: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let waiting = 0;
  const take = async (until: number) => {
    const all = Buffer.concat(parts);
    const block = all.subarray(0, until);
    parts = until < all.length ? [all.subarray(until)] : [];
    waiting = all.length - until;
    const masked = await mask(before, block);
    before = Buffer.from(Buffer.concat([before, block]).subarray(-BEFORE));
    return masked;
  };
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    parts.push(bytes);
    waiting += bytes.length;
    if (waiting < BLOCK) continue;
    const newline = bytes.lastIndexOf(NEWLINE);
    // A line without an end is masked in blocks.
    if (newline >= 0) yield await take(waiting - bytes.length + newline + 1);
    else if (waiting >= 4 * BLOCK) yield await take(waiting - BEFORE);
  }
  if (waiting > 0) yield await take(waiting);
}

/**
 * Masks the secrets of a block of bytes.
 * @param before bytes that come before it, which are only read
 */
export function maskBlock(before: Uint8Array, block: Uint8Array): Uint8Array {
  // One unit a byte, so that places are the same.
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const spans = findSecrets(latin1(before) + latin1(block));
  const masked = Buffer.from(block);
  for (const [from, to] of spans)
    for (let at = Math.max(0, from - before.length); at < to - before.length; at += 1)
      if (!BLANKS.has(masked[at] ?? 0)) masked[at] = SIGN;
  return masked;
}
