const NEWLINE = 0x0a;

/** Largest event of the agent's log, in bytes of terminal output. */
export const EVENT_BYTES = 33_000;

/** What waits to be uploaded. The real agent keeps it in a file on the node. */
export class LineQueue {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes of the queue up to and including its last newline. */
  #complete = 0;

  append(bytes: Buffer): void {
    const lastNewline = bytes.lastIndexOf(NEWLINE);
    if (lastNewline >= 0) this.#complete = this.#size + lastNewline + 1;
    this.#chunks.push(bytes);
    this.#size += bytes.length;
  }

  /**
   * Takes the lines of the next event: whole lines up to 33,000 bytes, or 33,000 bytes of a longer one alone. Undefined when no
   * line is complete; `isLast` also takes the unfinished one.
   */
  takeEvent(isLast = false): Buffer[] | undefined {
    const available = isLast ? this.#size : this.#complete;
    if (available === 0) return undefined;
    const window = this.#peek(Math.min(available, EVENT_BYTES + 1));
    const lines: Buffer[] = [];
    let taken = 0;
    while (taken < window.length) {
      const newline = window.indexOf(NEWLINE, taken);
      const end = newline < 0 ? window.length : newline + 1;
      const isWhole = newline >= 0 || window.length === available;
      if (!isWhole || end > EVENT_BYTES) break;
      lines.push(window.subarray(taken, newline < 0 ? end : newline));
      taken = end;
    }
    if (lines.length === 0) {
      taken = Math.min(EVENT_BYTES, window.length);
      lines.push(window.subarray(0, taken));
    }
    this.#drop(taken);
    return lines;
  }

  get bytes(): number {
    return this.#size;
  }

  #peek(length: number): Buffer {
    if (this.#chunks.length > 1) {
      // Only as many chunks as the window needs are joined: a fast session queues thousands.
      let count = 0;
      let reach = 0;
      for (const chunk of this.#chunks) {
        if (reach >= length) break;
        reach += chunk.length;
        count += 1;
      }
      this.#chunks.splice(0, count, Buffer.concat(this.#chunks.slice(0, count)));
    }
    return (this.#chunks[0] ?? Buffer.alloc(0)).subarray(0, length);
  }

  #drop(length: number): void {
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    const rest = first.subarray(length);
    if (rest.length > 0) this.#chunks[0] = rest;
    else this.#chunks.shift();
    this.#size -= length;
    this.#complete = Math.max(0, this.#complete - length);
  }
}
