export interface BackoffSchedule {
  /** Pause before the second try (milliseconds). */
  readonly firstMs: number;
  /** No pause is longer (milliseconds). */
  readonly maxMs: number;
}

/**
 * The pause before the next try: it doubles from `firstMs` up to `maxMs`, and half of it is random, so that clients
 * that lost the same server at the same moment don't all return at the same moment.
 * @param failures how many tries have failed in a row, 1 or more
 * @param random a number from 0 to 1 at each call
 * @returns milliseconds, between half the pause and the whole of it
 */
export function backoffMs(failures: number, schedule: BackoffSchedule, random: () => number): number {
  const pause = Math.min(schedule.maxMs, schedule.firstMs * 2 ** Math.min(failures - 1, 30));
  return pause / 2 + (random() * pause) / 2;
}
