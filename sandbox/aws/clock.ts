/** What every time-dependent part of the sandbox reads, except the check of a signature's date. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** The machine's clock plus an offset that only the control channel moves; a restart sets it back to 0. */
export class OffsetClock implements Clock {
  #offsetMs = 0;

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  setOffset(milliseconds: number): void {
    this.#offsetMs = milliseconds;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }
}

/** `2026-03-14T09:26:53Z`: the whole-second form that AWS uses in policies, records and XML. */
export function isoSeconds(epochMs: number): string {
  return `${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
