/**
 * The server's time, told on in the browser: what counts down must not depend on how a laptop's clock is set.
 * One timer serves everybody who listens.
 */
export class ClockSource {
  readonly #offsetMs: number;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param serverNowMs what the server's clock said, in milliseconds since 1970
   * @param ageMs how long ago it said so
   * @param now the local clock, in milliseconds since 1970
   */
  constructor(serverNowMs: number, ageMs: number, now: () => number) {
    this.#now = now;
    this.#offsetMs = serverNowMs + ageMs - now();
  }

  /** The server's time in milliseconds, rounded down to whole steps, so that it stays equal within one. */
  read(stepMs: number): number {
    return Math.floor((this.#now() + this.#offsetMs) / stepMs) * stepMs;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      for (const one of this.#listeners) one();
    }, 250);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };
}
