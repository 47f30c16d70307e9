import { expect, it } from "vitest";
import { RetransmissionTimeout } from "./retransmission-timeout";

/** The timeout after these round trips, rounded to a tenth of a millisecond. */
function after(...roundTrips: number[]): number {
  const timeout = new RetransmissionTimeout();
  for (const roundTrip of roundTrips) timeout.sample(roundTrip);
  return Math.round(timeout.current * 10) / 10;
}

it.each<[string, number[], number]>([
  ["starts at 200 ms", [], 200],
  // Variation 0.25 * |100 - 100| = 0, so the least margin of 10 ms counts.
  ["keeps a margin of 10 ms above a steady round trip", [100], 110],
  // Variation 0.25 * 80 = 20, smoothed 0.875 * 100 + 0.125 * 20 = 90, margin 80.
  ["adds four times the variation", [20], 170],
  // Then variation 0.75 * 20 + 0.25 * |90 - 50| = 25, smoothed 78.75 + 6.25 = 85, margin 100.
  ["carries smoothed time and variation on", [20, 50], 185],
  ["never exceeds a second", [30_000], 1_000],
])("%s", (_title, roundTrips, expected) => {
  expect(after(...roundTrips)).toBe(expected);
});
