import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Effect, effectOf, isSameEffect, type Narrowing } from "./narrowing";
import { osUserOf } from "./os-user-rules";

const ids = ["i-1", "i-2", "i-3", "i-4"];
const users = ["reader", "operator", "sudo"];
const osUsers = fc.nat(3).map((count) => users.slice(0, count));
const asked: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    windowSeconds: fc.integer({ min: 300, max: 3600 }),
    nodeIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    mostNodes: fc.constant(null),
    osUsers,
  }),
  fc.record({
    windowSeconds: fc.integer({ min: 300, max: 3600 }),
    nodeIds: fc.constant(null),
    mostNodes: fc.integer({ min: 1, max: 20 }),
    osUsers,
  }),
);
const narrowing: fc.Arbitrary<Narrowing> = fc.record({
  windowSeconds: fc.option(fc.integer({ min: 1, max: 7200 })),
  nodeIds: fc.uniqueArray(fc.constantFrom(...ids, "i-9")),
  mostNodes: fc.option(fc.integer({ min: 1, max: 30 })),
  osUser: fc.option(fc.constantFrom(...users, "nobody")),
});

describe("what several deciders leave of a request", () => {
  it("is never more than was asked, nor than any of them left", () => {
    fc.assert(
      fc.property(asked, fc.array(narrowing, { maxLength: 4 }), (whole, narrowings) => {
        const left = effectOf(whole, narrowings);
        expect(left.windowSeconds).toBeLessThanOrEqual(whole.windowSeconds);
        for (const id of left.nodeIds ?? []) expect(whole.nodeIds).toContain(id);
        expect(left.nodeIds === null).toBe(whole.nodeIds === null);
        expect(left.mostNodes === null).toBe(whole.mostNodes === null);
        expect(left.osUsers).toEqual(whole.osUsers.slice(0, left.osUsers.length));
        expect(osUserOf(left) === null).toBe(osUserOf(whole) === null);
        for (const one of narrowings) {
          const place = whole.osUsers.indexOf(one.osUser ?? "nobody");
          if (place !== -1) expect(left.osUsers.length).toBeLessThanOrEqual(place + 1);
          if (one.windowSeconds !== null) expect(left.windowSeconds).toBeLessThanOrEqual(one.windowSeconds);
          if (one.nodeIds.length > 0) for (const id of left.nodeIds ?? []) expect(one.nodeIds).toContain(id);
          if (one.mostNodes !== null && left.mostNodes !== null)
            expect(left.mostNodes).toBeLessThanOrEqual(one.mostNodes);
        }
      }),
    );
  });

  it("does not depend on who decided first", () => {
    fc.assert(
      fc.property(asked, fc.array(narrowing, { maxLength: 4 }), (whole, narrowings) => {
        const forwards = effectOf(whole, narrowings);
        expect(isSameEffect(forwards, effectOf(whole, narrowings.toReversed()))).toBe(true);
      }),
    );
  });

  it("is all of it when nobody narrowed", () => {
    const whole = { windowSeconds: 1800, nodeIds: ids, mostNodes: null, osUsers: users };
    const nothing = { windowSeconds: null, nodeIds: [], mostNodes: null, osUser: null };
    expect(isSameEffect(whole, effectOf(whole, [nothing, nothing]))).toBe(true);
    expect(isSameEffect(whole, effectOf(whole, [{ ...nothing, nodeIds: ["i-1"] }]))).toBe(false);
    expect(isSameEffect(whole, effectOf(whole, [{ ...nothing, windowSeconds: 600 }]))).toBe(false);
    expect(isSameEffect(whole, effectOf(whole, [{ ...nothing, osUser: "reader" }]))).toBe(false);
  });
});
