import { describe, expect, it } from "vitest";
import { lessOf, wholeOf, withinWhole } from "./given";

const whole = { windowSeconds: 1800, nodeIds: ["i-1", "i-2", "i-3"], mostNodes: null, osUsers: [] };
const byTags = { windowSeconds: 1800, nodeIds: [], mostNodes: 3, osUsers: ["reader", "operator"] };
const asRequested = { windowSeconds: undefined, nodeIds: undefined, mostNodes: undefined, osUser: undefined };

describe("what an approval gives", () => {
  it("is said as requested where nothing is left out", () => {
    expect(lessOf(whole, whole)).toEqual(asRequested);
    expect(lessOf(byTags, byTags)).toEqual(asRequested);
  });

  it("names what is less, and nothing else", () => {
    expect(lessOf({ ...whole, windowSeconds: 900 }, whole)).toEqual({ ...asRequested, windowSeconds: 900 });
    expect(lessOf({ ...whole, nodeIds: ["i-2"] }, whole)).toEqual({ ...asRequested, nodeIds: ["i-2"] });
    const asReader = { ...byTags, osUsers: ["reader"] };
    expect(lessOf(asReader, byTags)).toEqual({ ...asRequested, osUser: "reader" });
    expect(lessOf({ ...byTags, mostNodes: 1 }, byTags)).toEqual({ ...asRequested, mostNodes: 1 });
  });

  it("is never more than what earlier approvals left", () => {
    expect(lessOf({ ...whole, windowSeconds: 3600 }, whole)).toEqual(asRequested);
    expect(lessOf({ ...byTags, mostNodes: 5 }, byTags)).toEqual(asRequested);
  });

  it("starts from what earlier approvals left", () => {
    const effective = {
      windowSeconds: 900,
      nodes: null,
      mostNodes: 2,
      osUsers: ["reader"],
      isNarrowed: true,
    };
    expect(wholeOf({ effective })).toEqual({
      ...{ windowSeconds: 900, nodeIds: [], mostNodes: 2, osUsers: ["reader"] },
    });
  });

  it("is never more than is left when another approver has left out more, and what was left out stays out", () => {
    const left = { windowSeconds: 900, nodeIds: ["A", "B", "D"], mostNodes: null, osUsers: ["reader"] };
    const chosen = { windowSeconds: 1800, nodeIds: ["A", "B", "C"], osUsers: ["reader", "operator"] };
    const given = withinWhole(chosen, left);
    expect(given).toEqual({ windowSeconds: 900, nodeIds: ["A", "B"], mostNodes: null, osUsers: ["reader"] });
    expect(lessOf(given, left)).toEqual({ ...asRequested, nodeIds: ["A", "B"] });
    expect(withinWhole({ nodeIds: ["C"] }, left).nodeIds).toEqual([]);
    expect(withinWhole({}, left)).toEqual(left);
    expect(withinWhole({ mostNodes: 3 }, { ...byTags, mostNodes: 2 }).mostNodes).toBe(2);
  });
});
