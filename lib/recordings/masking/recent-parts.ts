/** Bytes of masked segments that a process keeps. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Segments that were masked a moment ago, as they are sent: several people look at the same ones. Never clear text. */
export class RecentParts {
  readonly #parts = new Map<string, Buffer>();
  #bytes = 0;

  get(key: string): Buffer | undefined {
    const part = this.#parts.get(key);
    if (part) {
      this.#parts.delete(key);
      this.#parts.set(key, part);
    }
    return part;
  }

  put(key: string, part: Buffer): void {
    if (this.#parts.has(key) || part.length > MOST_BYTES / 4) return;
    this.#parts.set(key, part);
    this.#bytes += part.length;
    for (const [old, { length }] of this.#parts) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#parts.delete(old);
      this.#bytes -= length;
    }
  }
}
