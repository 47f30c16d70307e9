import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DurableAhead, runsOf } from "./durable-ahead";

const frame = (sequence: number) => ({ sequence, payloadType: 1, payload: Buffer.from([sequence % 256]) });
const frames = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => frame(first + index));

describe("what is durable ahead", () => {
  it("holds frames up to its limit, and of the others their numbers", () => {
    const ahead = new DurableAhead(3, []);
    ahead.add(frames(5, 7));
    ahead.add(frames(10, 12));
    ahead.add(frames(13, 20));
    expect([ahead.lowest, ahead.highest, ahead.isEmpty]).toEqual([5, 20, false]);
    expect([4, 5, 7, 8, 10, 20, 21].map((sequence) => ahead.has(sequence))).toEqual([
      ...[false, true, true, false, true, true, false],
    ]);
    expect(ahead.takeHeld(5)?.map(({ sequence }) => sequence)).toEqual([5, 6, 7]);
    expect(ahead.takeHeld(10)).toBeUndefined();
    expect(ahead.storedFrom(9)).toBeUndefined();
    // Two runs that were recorded one after the other are read back as one.
    expect(ahead.storedFrom(10)).toBe(20);
    ahead.tookStored(12);
    expect([ahead.storedFrom(10), ahead.storedFrom(13)]).toEqual([undefined, 20]);
    ahead.tookStored(20);
    expect(ahead.isEmpty).toBe(true);
    // There is room again.
    ahead.add(frames(30, 32));
    expect(ahead.takeHeld(30)).toHaveLength(3);
  });

  it("knows the same numbers as a set, in whatever order they come", () => {
    const runs = fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(runs, fc.nat(8), fc.nat(42), (sequences, limit, asked) => {
        const ahead = new DurableAhead(limit, []);
        for (const sequence of sequences) ahead.add([frame(sequence)]);
        const known = new Set(sequences);
        expect(ahead.has(asked)).toBe(known.has(asked));
        const above = sequences.filter((sequence) => sequence >= asked);
        expect(ahead.next(asked)).toBe(Math.min(Number.POSITIVE_INFINITY, ...above));
        expect([ahead.lowest, ahead.highest]).toEqual([Math.min(...sequences), Math.max(...sequences)]);
      }),
    );
  });

  it("gives everything once, in order, held or to be read back", () => {
    const runs = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(runs, fc.nat(10), (sequences, limit) => {
        const ahead = new DurableAhead(limit, []);
        for (const run of runsOf(sequences.map(frame))) ahead.add(run);
        const given: number[] = [];
        while (!ahead.isEmpty) {
          const { lowest } = ahead;
          const held = ahead.takeHeld(lowest);
          const last = ahead.storedFrom(lowest);
          if (held) given.push(...held.map(({ sequence }) => sequence));
          else if (last !== undefined) {
            given.push(lowest);
            ahead.tookStored(lowest);
          }
        }
        expect(given).toEqual([...sequences].sort((a, b) => a - b));
      }),
    );
  });
});

it("a run of one frame that is there twice has it once", () => {
  expect(runsOf([frame(3), frame(1), frame(2), frame(2), frame(7)]).map((run) => run.length)).toEqual([3, 1]);
});
