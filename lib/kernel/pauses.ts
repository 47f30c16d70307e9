/** Something stands still as long as there is one reason for it. */
export class Pauses<Reason extends string> {
  readonly #reasons = new Set<Reason>();
  readonly #onChange: (isPaused: boolean) => void;

  /** @param onChange called when the first reason comes and when the last one goes */
  constructor(onChange: (isPaused: boolean) => void = () => undefined) {
    this.#onChange = onChange;
  }

  get reasons(): readonly Reason[] {
    return [...this.#reasons];
  }

  get isPaused(): boolean {
    return this.#reasons.size > 0;
  }

  has(reason: Reason): boolean {
    return this.#reasons.has(reason);
  }

  set(reason: Reason, holds: boolean): void {
    const wasPaused = this.isPaused;
    if (holds) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    if (this.isPaused !== wasPaused) this.#onChange(this.isPaused);
  }
}
