/** So long a commit may take before it counts as one that can't be made. */
const STUCK_MS = 2_000;
/** A tick that comes late (a machine that slept) proves nothing about the database: it counts as one second. */
const LONGEST_TICK_MS = 1_000;

/** For how long nothing can be recorded: when to say so, and when to end the shell. */
export class UnrecordedWatch {
  #tickAt: number | undefined;
  #stuckMs = 0;
  #wasStuck = false;

  readonly #limitMs: number;

  /** @param limitMs how long a shell may stand still */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Whether what is typed now could not be recorded. */
  static isStuck(waitingMs: number): boolean {
    return waitingMs > STUCK_MS;
  }

  /**
   * @param now milliseconds of any clock
   * @param waitingMs since when something waits to be recorded
   * @returns what has begun: it is stuck, goes on again, or has stood still too long
   */
  tick(now: number, waitingMs: number): "stuck" | "again" | "too-long" | undefined {
    const elapsed = Math.min(LONGEST_TICK_MS, Math.max(0, now - (this.#tickAt ?? now)));
    this.#tickAt = now;
    const wasStuck = this.#wasStuck;
    this.#wasStuck = UnrecordedWatch.isStuck(waitingMs);
    if (!this.#wasStuck) {
      this.#stuckMs = 0;
      return wasStuck ? "again" : undefined;
    }
    const before = this.#stuckMs;
    this.#stuckMs += wasStuck ? elapsed : STUCK_MS;
    if (before < this.#limitMs && this.#stuckMs >= this.#limitMs) return "too-long";
    return wasStuck ? undefined : "stuck";
  }
}
