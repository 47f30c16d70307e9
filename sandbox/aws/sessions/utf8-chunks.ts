/** Largest payload of one output message of the agent. */
export const OUTPUT_CHUNK_BYTES = 1024;

/**
 * Cuts a terminal's bytes into payloads as the agent does: at most 1024 bytes, only whole UTF-8 characters. Up to three
 * bytes of a character that is not complete yet are held back; what can never become one passes unchanged.
 */
export class Utf8Chunker {
  #held: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Buffer[] {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const chunks: Buffer[] = [];
    let start = 0;
    while (start < all.length) {
      const limit = Math.min(start + OUTPUT_CHUNK_BYTES, all.length);
      const end = limit - incompleteTail(all, start, limit);
      if (end === start) break;
      chunks.push(all.subarray(start, end));
      start = end;
    }
    this.#held = Buffer.from(all.subarray(start));
    return chunks;
  }

  /** What was held back when the terminal closed; empty when nothing was. */
  flush(): Buffer {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return rest;
  }
}

/** How many bytes at the end of [start, end) are the beginning of a character that goes on behind it. */
function incompleteTail(bytes: Buffer, start: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= start; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue; // a continuation byte: its leading byte stands before it
    return back < characterLength(byte) ? back : 0;
  }
  return 0;
}

function characterLength(leading: number): number {
  if (leading >= 0xf0 && leading <= 0xf4) return 4;
  if (leading >= 0xe0) return leading < 0xf0 ? 3 : 1;
  return leading >= 0xc2 && leading < 0xe0 ? 2 : 1;
}
