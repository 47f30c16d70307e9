import type { OutputGap } from "./recorder";

/** The output numbers given up so far: ascending ranges that do not overlap. */
export class ClosedGaps {
  readonly #gaps: OutputGap[];

  constructor(gaps: readonly OutputGap[]) {
    this.#gaps = [...gaps].sort((a, b) => a.from - b.from);
  }

  /** `gap` lies above all that were added before. */
  add(gap: OutputGap): void {
    this.#gaps.push(gap);
  }

  /** The gap that contains `sequence`, if any. */
  find(sequence: number): OutputGap | undefined {
    let low = 0;
    let high = this.#gaps.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const gap = this.#gaps[middle];
      if (gap === undefined) return undefined;
      if (sequence < gap.from) high = middle - 1;
      else if (sequence > gap.to) low = middle + 1;
      else return gap;
    }
    return undefined;
  }
}
