/** A tick that comes late (a sleeping process) proves nothing about the agent: it counts as one second. */
const longestTickMs = 1_000;
/** Longer than the agent's longest retransmission time and tick: alive after this, it had its chance. */
const chanceMs = 2_000;

/**
 * Decides when missing output is given up. The agent resends its oldest unacknowledged frame several
 * times a second; so when it is alive and no missing frame has come for `limitMs`, it holds none of
 * those that were missing when that time began.
 */
export class StallWatch {
  #lastTickAt: number | undefined;
  #stalledMs = 0;
  #isWatching = false;
  #isAlive = false;
  #hasProbed = false;
  /** The highest number seen when the time began: only what is missing below may be given up. */
  ceiling = 0;

  readonly #limitMs: number;
  readonly #probe: () => void;

  constructor(limitMs: number, probe: () => void) {
    this.#limitMs = limitMs;
    this.#probe = probe;
  }

  reset(): void {
    this.#isWatching = false;
    this.#stalledMs = 0;
    this.#isAlive = false;
    this.#hasProbed = false;
  }

  heard(): void {
    if (this.#isWatching && this.#stalledMs >= Math.min(chanceMs, this.#limitMs / 2)) this.#isAlive = true;
  }

  /** True when what is missing below `ceiling` should be given up. Time counts only while frames can come. */
  tick(now: number, state: { isMissing: boolean; canCome: boolean; highestSeen: number }): boolean {
    const elapsed = Math.min(longestTickMs, now - (this.#lastTickAt ?? now));
    this.#lastTickAt = now;
    if (!state.isMissing) {
      this.reset();
      return false;
    }
    if (!this.#isWatching) {
      this.#isWatching = true;
      this.ceiling = state.highestSeen;
      return false;
    }
    if (state.canCome) this.#stalledMs += elapsed;
    if (this.#stalledMs < this.#limitMs) return false;
    if (this.#isAlive) return true;
    if (!this.#hasProbed) {
      this.#hasProbed = true;
      this.#probe();
    }
    return false;
  }
}
