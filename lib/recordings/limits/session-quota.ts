/** A tick that comes late (a machine that slept) is no licence for what came meanwhile. */
const LONGEST_TICK_MS = 1_000;
/** So much of its rate a session may print at once. */
const BURST_MS = 2_000;
const WARNING_SHARE = 0.9;

/** How much one session may record, and how fast. */
export class SessionQuota {
  readonly #limits: { bytes: number; bytesASecond: number };
  #allowance: number;
  #tickAt: number | undefined;
  #bytes: number;
  #isWarned = false;

  /** @param recorded bytes of output that earlier gateways have recorded */
  constructor(limits: { bytes: number; bytesASecond: number }, recorded: number) {
    this.#limits = limits;
    this.#bytes = recorded;
    this.#allowance = (limits.bytesASecond * BURST_MS) / 1000;
  }

  /** Whether output comes faster than it may: nothing more should be read for now. It waits where it comes from. */
  get isTooFast(): boolean {
    return this.#allowance < 0;
  }

  /** So much was read from the node's connection, whatever becomes of it. */
  read(bytes: number): void {
    this.#allowance -= bytes;
  }

  /** So much output was recorded. @returns "nearly-full" once, "full" from when it is */
  recorded(bytes: number): "nearly-full" | "full" | undefined {
    this.#bytes += bytes;
    if (this.#bytes >= this.#limits.bytes) return "full";
    if (this.#isWarned || this.#bytes < WARNING_SHARE * this.#limits.bytes) return undefined;
    this.#isWarned = true;
    return "nearly-full";
  }

  /** To be called again and again. @param now milliseconds of any clock */
  tick(now: number): void {
    const elapsed = Math.min(LONGEST_TICK_MS, Math.max(0, now - (this.#tickAt ?? now)));
    this.#tickAt = now;
    const { bytesASecond } = this.#limits;
    const earned = this.#allowance + (bytesASecond * elapsed) / 1000;
    this.#allowance = Math.min((bytesASecond * BURST_MS) / 1000, earned);
  }
}
