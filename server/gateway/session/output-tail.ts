/** The last bytes a session showed, for a browser that comes back soon; what is older stands in the recording. */
export class OutputTail {
  readonly #limit: number;
  #chunks: { offset: number; bytes: Uint8Array }[] = [];
  #end: number;
  #held = 0;

  /** @param end offset of the next byte @param limit bytes held at most */
  constructor(end: number, limit = 512 * 1024) {
    this.#end = end;
    this.#limit = limit;
  }

  /** Offset of the next byte of the stream. */
  get end(): number {
    return this.#end;
  }

  push(bytes: Uint8Array): number {
    const offset = this.#end;
    this.#chunks.push({ offset, bytes });
    this.#end += bytes.length;
    this.#held += bytes.length;
    while (this.#held > this.#limit && this.#chunks.length > 1)
      this.#held -= this.#chunks.shift()?.bytes.length ?? 0;
    return offset;
  }

  /** What follows an offset, or undefined when the tail no longer reaches back so far. */
  after(offset: number): { offset: number; bytes: Uint8Array }[] | undefined {
    if (offset >= this.#end) return [];
    const first = this.#chunks[0];
    if (!first || first.offset > offset) return undefined;
    return this.#chunks
      .filter((chunk) => chunk.offset + chunk.bytes.length > offset)
      .map((chunk) => {
        const skipped = Math.max(0, offset - chunk.offset);
        return { offset: chunk.offset + skipped, bytes: chunk.bytes.subarray(skipped) };
      });
  }
}
