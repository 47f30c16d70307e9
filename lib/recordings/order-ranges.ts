import type { StoredRange } from "./store";

/**
 * Puts ranges, given in the order of writing, into the order of the stream: frames that came early wait for those
 * before them; a named gap lets go. Everything else (input, sizes, marks) keeps its place.
 */
export class RangeOrder {
  #expected = 0;
  readonly #early = new Map<number, StoredRange>();

  /** @returns the ranges that can be played now, in order */
  push(range: StoredRange): StoredRange[] {
    if (range.kind !== "o" && range.kind !== "g") return [range];
    if (range.firstSequence > this.#expected) {
      this.#early.set(range.firstSequence, range);
      return [];
    }
    // A range that was written twice (a lost answer of the database) plays once.
    if (range.lastSequence < this.#expected) return [];
    this.#expected = range.lastSequence + 1;
    return [range, ...this.#drain()];
  }

  /**
   * For a session that is over.
   * @returns what still waits for frames that never came, each hole before it as a gap: none is silent
   */
  flush(): StoredRange[] {
    const rest = [...this.#early.values()].sort((a, b) => a.firstSequence - b.firstSequence);
    this.#early.clear();
    return rest.flatMap((range) => {
      const from = this.#expected;
      this.#expected = Math.max(from, range.lastSequence + 1);
      return range.firstSequence > from ? [holeBefore(range, from), range] : [range];
    });
  }

  #drain(): StoredRange[] {
    const ready: StoredRange[] = [];
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected);
      this.#expected = next.lastSequence + 1;
      ready.push(next);
    }
    return ready;
  }
}

function holeBefore(range: StoredRange, from: number): StoredRange {
  const hole = { firstSequence: from, lastSequence: range.firstSequence - 1, byteCount: 0, bytes: null };
  return { ...range, ...hole, kind: "g" };
}
