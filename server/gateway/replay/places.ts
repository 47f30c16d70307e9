/** So many at once, and no more. */
export class Places {
  #taken = 0;

  constructor(readonly count: number) {}

  /** @returns what gives the place back, once; undefined when all are taken */
  enter(): (() => void) | undefined {
    if (this.#taken >= this.count) return undefined;
    this.#taken += 1;
    let isHere = true;
    return () => {
      if (isHere) this.#taken -= 1;
      isHere = false;
    };
  }
}
