import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOf, scaleOf } from "./timeline-scale";

const NOTHING = { durationMs: 0, waits: [], activity: { bucketMs: 1000, buckets: [] } };
type Overview = Parameters<typeof scaleOf>[0];

/** What an overview says of outputs at these milliseconds: as the server counts, by whole seconds. */
function overviewOf(
  outputs: readonly (readonly [ms: number, bytes: number])[],
  durationMs: number,
): Overview {
  const waits: Overview["waits"] = [];
  const buckets = new Map<number, number>();
  let last = 0;
  for (const [ms, bytes] of outputs) {
    if (ms - last >= 5_000) waits.push([last, ms]);
    last = ms;
    const second = Math.floor(ms / 1000);
    buckets.set(second, (buckets.get(second) ?? 0) + bytes);
  }
  return { durationMs, waits, activity: { bucketMs: 1000, buckets: [...buckets] } };
}

const OVERVIEW = overviewOf(
  [
    [0, 2],
    [1_000, 1_000],
    [101_000, 1],
    [102_000, 10],
  ],
  110_000,
);

describe("the timeline of a recording", () => {
  const scale = scaleOf(OVERVIEW);

  it("folds each idle stretch to the same width, however long it was", () => {
    const idle = scale.stretches.filter(({ isIdle }) => isIdle);
    expect(idle.map(({ from, to, width }) => [from, to, width])).toEqual([
      [1_000, 101_000, 0.02],
      [103_000, 110_000, 0.02],
    ]);
  });

  it("is to scale where something was printed, and fills the whole", () => {
    const busy = scale.stretches.filter(({ isIdle }) => !isIdle);
    expect(busy.map(({ from, to }) => [from, to])).toEqual([
      [0, 1_000],
      [101_000, 103_000],
    ]);
    expect((busy[1]?.width ?? 0) / (busy[0]?.width ?? 1)).toBeCloseTo(2);
    const last = scale.stretches.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(1);
  });

  it.each([0, 500, 1_000, 51_000, 101_500, 105_000, 110_000])("leads to millisecond %s and back", (ms) => {
    expect(scale.toMs(scale.toShare(ms))).toBe(ms);
  });

  it("leaves room for what was printed, however often nothing was", () => {
    const some = scaleOf(
      overviewOf(
        Array.from({ length: 80 }, (_one, index) => [index * 10_000, 1]),
        790_000,
      ),
    );
    const idle = some.stretches.filter(({ isIdle }) => isIdle).reduce((sum, { width }) => sum + width, 0);
    expect(idle).toBeCloseTo(0.4);
    let at = 0;
    const many = Array.from({ length: 10_000 }, (_one, index): [number, number] => {
      at += 6_000 + index;
      return [at, 1];
    });
    const overview = overviewOf(many, at);
    const scale = scaleOf(overview);
    const waits = scale.stretches.filter(({ isIdle }) => isIdle);
    expect(waits).toHaveLength(100);
    // The longest ones, which came last.
    expect(waits[0]?.to).toBe(many.at(-100)?.[0]);
    expect(barsOf(overview, scale, 60).length).toBeLessThan(200);
  });

  it("never runs backwards", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 20_000 }), (waits, rest) => {
        let at = 0;
        const outputs = waits.map((gap): [number, number] => {
          at += gap;
          return [at, 1];
        });
        const { toShare } = scaleOf(overviewOf(outputs, at + rest));
        const shares = [0, ...outputs.map(([ms]) => toShare(ms)), toShare(at + rest)];
        return shares.every((share, index) => share >= (shares[index - 1] ?? 0) - 1e-9 && share <= 1);
      }),
    );
  });

  it("of nothing is empty", () => {
    const nothing = scaleOf(NOTHING);
    expect([nothing.stretches, nothing.toShare(3), nothing.toMs(0.5)]).toEqual([[], 0, 0]);
    expect(barsOf(NOTHING, nothing, 60)).toEqual([]);
  });

  it("of a session in which nothing was printed is one wait", () => {
    const { stretches } = scaleOf({ ...NOTHING, durationMs: 60_000 });
    expect(stretches).toEqual([{ from: 0, to: 60_000, isIdle: true, left: 0, width: 1 }]);
  });
});

describe("the bars of a timeline", () => {
  const bars = barsOf(OVERVIEW, scaleOf(OVERVIEW), 6);

  it("stand where something was printed, the highest where most was", () => {
    expect(bars).toHaveLength(6);
    expect(bars.map(({ height }) => Math.round(height * 100))).toEqual([10, 100, 6, 6, 26, 26]);
  });

  it("lose nothing of what was printed: a share of each bucket goes to every piece in it", () => {
    const overview: Overview = {
      ...NOTHING,
      durationMs: 10_000,
      activity: { bucketMs: 10_000, buckets: [[0, 400]] },
    };
    const even = barsOf(overview, scaleOf(overview), 4);
    expect(even.map(({ height }) => Math.round(height * 100))).toEqual([100, 100, 100, 100]);
  });
});
