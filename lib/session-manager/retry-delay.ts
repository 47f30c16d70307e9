/** When a failed write may be tried again: doubling delays, forgotten at the first success. */
export class RetryDelay {
  #delay = 0;
  #dueAt = 0;

  readonly #firstMs: number;
  readonly #maxMs: number;

  constructor(firstMs: number, maxMs: number) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
  }

  get isFailing(): boolean {
    return this.#delay > 0;
  }

  isDue(now: number): boolean {
    return now >= this.#dueAt;
  }

  failed(now: number): void {
    this.#delay = Math.min(this.#maxMs, this.#delay === 0 ? this.#firstMs : this.#delay * 2);
    this.#dueAt = now + this.#delay;
  }

  succeeded(): void {
    this.#delay = 0;
    this.#dueAt = 0;
  }
}
