/** So many at once, and no more. */
export class Places {
  readonly #taken = new Map<string, number>();

  /** @param each how many of them one person may have */
  constructor(
    readonly count: number,
    readonly each = count,
  ) {}

  /**
   * @param who wants one
   * @returns what gives the place back, once; undefined when all are taken, or all of theirs
   */
  enter(who = ""): (() => void) | undefined {
    const own = this.#taken.get(who) ?? 0;
    const all = [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
    if (all >= this.count || own >= this.each) return undefined;
    this.#taken.set(who, own + 1);
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      const left = (this.#taken.get(who) ?? 1) - 1;
      if (left > 0) this.#taken.set(who, left);
      else this.#taken.delete(who);
    };
  }
}
