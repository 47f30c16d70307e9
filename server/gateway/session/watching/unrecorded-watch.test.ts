import { describe, expect, it } from "vitest";
import { UnrecordedWatch } from "./unrecorded-watch";

const ticks = (watch: UnrecordedWatch, moments: readonly (readonly [now: number, waitingMs: number])[]) =>
  moments.map(([now, waitingMs]) => watch.tick(now, waitingMs));

describe("a recording that can't be written", () => {
  it("is told once, and once when it can be again", () => {
    const told = ticks(new UnrecordedWatch(60_000), [
      ...([
        [0, 0],
        [100, 1_999],
        [200, 2_000],
        [300, 2_001],
        [400, 2_100],
        [500, 0],
        [600, 0],
      ] as const),
    ]);
    expect(told).toEqual([undefined, undefined, undefined, "stuck", undefined, "again", undefined]);
  });

  it("is too long after the limit, once, counted from when something waited", () => {
    const moments = Array.from({ length: 90 }, (_, at) => [at * 100, at * 100 + 100] as const);
    const told = ticks(new UnrecordedWatch(5_000), moments);
    expect(told.indexOf("stuck")).toBe(20);
    expect(told.indexOf("too-long")).toBe(50);
    expect(told.filter((one) => one !== undefined)).toEqual(["stuck", "too-long"]);
  });

  it("begins anew when something was written meanwhile", () => {
    const moments = Array.from(
      { length: 90 },
      (_, at) => [at * 100, at === 40 ? 0 : (at % 40) * 100] as const,
    );
    expect(ticks(new UnrecordedWatch(5_000), moments)).not.toContain("too-long");
  });

  it("is not too long because the machine slept", () => {
    const watch = new UnrecordedWatch(60_000);
    expect(
      ticks(watch, [
        [0, 0],
        [100, 2_100],
        [3_600_000, 3_600_000],
        [3_600_100, 0],
      ]),
    ).toEqual([...[undefined, "stuck", undefined, "again"]]);
  });
});
