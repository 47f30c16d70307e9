import type { StoredRange } from "./store";

/** Output that is missing though nobody recorded a gap: the session is over, and its gateway did not live to do it. */
export interface UnrecordedHole {
  kind: "hole";
  from: number;
  to: number;
  at: Date;
}

/** What a recording is played from. */
export type PlayedRange = StoredRange | UnrecordedHole;

/**
 * Puts ranges, given in the order of writing, into the order of the stream: frames that came early wait for those
 * before them; a named gap lets go. Everything else (input, sizes, marks) keeps its place.
 */
export class RangeOrder {
  #expected: number;
  readonly #early = new Map<number, StoredRange>();

  /** @param expected number of the frame that is played next */
  constructor(expected = 0) {
    this.#expected = expected;
  }

  /** Number of the frame that is played next. */
  get expected(): number {
    return this.#expected;
  }

  /** Ranges that wait for frames before them. */
  get waiting(): number {
    return this.#early.size;
  }

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
   * @returns what still waits for frames that never came, and each hole before it: none is silent
   */
  flush(): PlayedRange[] {
    const rest = [...this.#early.values()].sort((a, b) => a.firstSequence - b.firstSequence);
    this.#early.clear();
    return rest.flatMap((range): PlayedRange[] => {
      const from = this.#expected;
      this.#expected = Math.max(from, range.lastSequence + 1);
      if (range.firstSequence <= from) return [range];
      return [{ kind: "hole", from, to: range.firstSequence - 1, at: range.at }, range];
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
