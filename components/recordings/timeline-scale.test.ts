import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CastEvent } from "./cast";
import { barsOf, lastBusyMoment, scaleOf } from "./timeline-scale";

const EVENTS: CastEvent[] = [
  [0, "r", "100x30"],
  [0, "o", "$ "],
  [1, "o", "x".repeat(1000)],
  [101, "o", "y"],
  [102, "o", "z".repeat(10)],
  [108, "m", "ended"],
];

describe("the timeline of a recording", () => {
  const scale = scaleOf(EVENTS, 108);

  it("folds each idle stretch to the same width, however long it was", () => {
    const idle = scale.stretches.filter(({ isIdle }) => isIdle);
    expect(idle.map(({ from, to, width }) => [from, to, width])).toEqual([
      [1, 101, 0.02],
      [102, 108, 0.02],
    ]);
  });

  it("is to scale where something was printed, and fills the whole", () => {
    const busy = scale.stretches.filter(({ isIdle }) => !isIdle);
    expect(busy.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [101, 102],
    ]);
    expect(busy[0]?.width).toBeCloseTo(busy[1]?.width ?? 0);
    const last = scale.stretches.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(1);
  });

  it.each([0, 0.5, 1, 51, 101.5, 105, 108])("leads to second %s and back", (seconds) => {
    expect(scale.toSeconds(scale.toShare(seconds))).toBeCloseTo(seconds);
  });

  it("leaves room for what was printed, however often nothing was", () => {
    const events = Array.from({ length: 80 }, (_one, index): CastEvent => [index * 10, "o", "x"]);
    const { stretches } = scaleOf(events, 790);
    const idle = stretches.filter(({ isIdle }) => isIdle).reduce((sum, { width }) => sum + width, 0);
    expect(idle).toBeCloseTo(0.4);
    let at = 0;
    const many = Array.from({ length: 100_000 }, (_one, index): CastEvent => {
      at += 6 + index / 1000;
      return [at, "o", "x"];
    });
    const scale = scaleOf(many, at);
    expect(scale.stretches.filter(({ isIdle }) => isIdle)).toHaveLength(100);
    expect(barsOf(many, scale, 60).length).toBeLessThan(200);
  });

  it("never runs backwards", () => {
    const waits = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(waits, (gaps) => {
        let at = 0;
        const events = gaps.map((gap): CastEvent => {
          at += gap;
          return [at, "o", "x"];
        });
        const { toShare } = scaleOf(events, at);
        const shares = [0, ...events.map(([seconds]) => toShare(seconds))];
        return shares.every((share, index) => share >= (shares[index - 1] ?? 0) - 1e-9 && share <= 1);
      }),
    );
  });

  it("of nothing is empty", () => {
    const nothing = scaleOf([], 0);
    expect([nothing.stretches, nothing.toShare(3), nothing.toSeconds(0.5)]).toEqual([[], 0, 0]);
    expect(barsOf([], nothing, 60)).toEqual([]);
  });
});

describe("the bars of a timeline", () => {
  const bars = barsOf(EVENTS, scaleOf(EVENTS, 108), 4);

  it("stand where something was printed, the highest where most was", () => {
    expect(bars).toHaveLength(4);
    expect(bars.map(({ height }) => Math.round(height * 100))).toEqual([16, 100, 10, 35]);
  });

  it("show the last busy screen, not the last one", () => {
    expect(lastBusyMoment(bars)).toBe(1);
    expect(lastBusyMoment([])).toBe(0);
  });
});
