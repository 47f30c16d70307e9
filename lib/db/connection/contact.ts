/**
 * How long a process was out of touch with the database, by its own beats. Nobody may be called dead for beats that
 * nobody could write.
 */
export class Contact {
  /** All in milliseconds, by a clock that only goes forward. */
  #lastBeatAt: number | undefined;
  #backAt = 0;
  #goneFor = 0;

  /** A beat was written. */
  beaten(now: number, deadSeconds: number): void {
    const gap = this.#lastBeatAt === undefined ? Number.POSITIVE_INFINITY : now - this.#lastBeatAt;
    // Well before others would call us dead: they may have been gone a little longer than we.
    if (gap > (deadSeconds * 1000) / 2) {
      this.#backAt = now;
      this.#goneFor = gap;
    }
    this.#lastBeatAt = now;
  }

  /**
   * The age from which on a beat means death: `deadSeconds`, and what an outage adds to it until everybody has had
   * `deadSeconds` to beat again. A process that has just started does not know what was before it.
   * @returns seconds; a process that never beats takes others at their word
   */
  deadAfter(now: number, deadSeconds: number): number {
    if (this.#lastBeatAt === undefined) return deadSeconds;
    const isBack = now - this.#backAt >= deadSeconds * 1000;
    const outage = isBack ? 0 : this.#goneFor;
    const silence = now - this.#lastBeatAt;
    return Math.min(deadSeconds + (outage + silence) / 1000, FOREVER_SECONDS);
  }
}

const FOREVER_SECONDS = 10 * 365 * 86_400;
