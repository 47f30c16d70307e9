/** What has taken a while waits so many times as long before it is done again. */
const REST = 10;

/**
 * Paces work that is done again and again for many things: what takes long is done less often, so that it never takes
 * more than a tenth of the time, however much it has grown. What is done in no time is always due.
 */
export class Pacing {
  readonly #notBefore = new Map<string, number>();
  readonly #now: () => number;

  /** @param now a clock in milliseconds that is never set back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether a thing has rested as long as its last time asks. */
  isDue(key: string): boolean {
    const notBefore = this.#notBefore.get(key);
    if (notBefore === undefined) return true;
    if (this.#now() < notBefore) return false;
    this.#notBefore.delete(key);
    return true;
  }

  /** Does it, and remembers how long it took; one that fails rests as well. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const begun = this.#now();
    try {
      return await work();
    } finally {
      const ended = this.#now();
      this.#notBefore.set(key, ended + REST * (ended - begun));
      this.#forgetRested(ended);
    }
  }

  #forgetRested(now: number): void {
    for (const [key, notBefore] of this.#notBefore) if (notBefore <= now) this.#notBefore.delete(key);
  }
}
