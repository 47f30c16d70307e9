/** What has taken a while waits so many times as long before it is done again. */
const REST = 10;
/** What failed waits so long, twice as long after each further failure, up to a limit. */
const FAILED_MS = 10_000;
const MOST_FAILED_MS = 30 * 60_000;

/**
 * Paces work that is done again and again for many things: what takes long is done less often, so that it never takes
 * more than a tenth of the time, however much it has grown. What is done in no time is always due. What fails again and
 * again is done less and less often, so that others have their turn.
 */
export class Pacing {
  readonly #notBefore = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #now: () => number;

  /** @param now a clock in milliseconds that is never set back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether a thing has rested as long as its last time asks. */
  isDue(key: string): boolean {
    const notBefore = this.#notBefore.get(key);
    if (notBefore === undefined) return true;
    return this.#now() >= notBefore;
  }

  /** Does it, and remembers how long it took; one that fails rests as well. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const begun = this.#now();
    try {
      const result = await work();
      this.#failures.delete(key);
      this.#rest(key, begun, 0);
      return result;
    } catch (error) {
      const count = this.#failures.get(key) ?? 0;
      this.#failures.set(key, count + 1);
      this.#rest(key, begun, Math.min(FAILED_MS * 2 ** count, MOST_FAILED_MS));
      throw error;
    }
  }

  #rest(key: string, begun: number, least: number): void {
    const ended = this.#now();
    this.#forgetRested(ended);
    this.#notBefore.set(key, ended + Math.max(REST * (ended - begun), least));
  }

  /** What failed is remembered for a while longer, or it would never have failed twice. */
  #forgetRested(now: number): void {
    for (const [key, notBefore] of this.#notBefore)
      if (notBefore + (this.#failures.has(key) ? MOST_FAILED_MS : 0) <= now) {
        this.#notBefore.delete(key);
        this.#failures.delete(key);
      }
  }
}
