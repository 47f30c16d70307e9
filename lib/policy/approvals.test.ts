import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countApprovals, groupsAsked } from "./approvals";

const ben = { personId: "ben", groups: ["engineers", "sre-leads"] };
const fay = { personId: "fay", groups: ["platform-leads", "halligan-admins"] };
const gil = { personId: "gil", groups: ["sre-leads", "platform-leads"] };
const ana = { personId: "ana", groups: ["engineers"] };
const either = [{ count: 1, groups: ["sre-leads", "platform-leads"] }];
const both = [
  { count: 1, groups: ["sre-leads"] },
  { count: 1, groups: ["platform-leads"] },
];

describe("countApprovals", () => {
  it.each([
    ["nobody asked, nobody said yes", [], [], true],
    ["one of either asked, Ben said yes", either, [ben], true],
    ["one of either asked, Ana of neither said yes", either, [ana], false],
    ["one of each asked, Ben and Fay said yes", both, [ben, fay], true],
    ["one of each asked, only Gil of both said yes: a person counts once", both, [gil], false],
    ["one of each asked, Gil said yes twice", both, [gil, gil], false],
    ["one of each asked, Gil of both before Ben: Gil makes room", both, [gil, ben], true],
    ["one of each asked, Ben before Gil", both, [ben, gil], true],
    ["two of one group asked, Ben and Gil said yes", [{ count: 2, groups: ["sre-leads"] }], [ben, gil], true],
    [
      "two of one group asked, Ben and Fay said yes",
      [{ count: 2, groups: ["sre-leads"] }],
      [ben, fay],
      false,
    ],
  ])("%s", (_title, approvals, yeses, isMet) => {
    expect(countApprovals(approvals, yeses).isMet).toBe(isMet);
  });

  it("names who counts for which demand", () => {
    expect(countApprovals(both, [gil, ben]).counted).toEqual([["ben"], ["gil"]]);
  });

  it("never counts a person twice and never one outside the demand's groups", () => {
    const group = fc.constantFrom("a", "b", "c", "d");
    const groups = fc.uniqueArray(group, { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ count: fc.integer({ min: 1, max: 3 }), groups }), { maxLength: 4 }),
        fc.array(fc.record({ personId: fc.constantFrom("p", "q", "r", "s"), groups }), { maxLength: 6 }),
        (approvals, yeses) => {
          const last = new Map<string, string[]>(yeses.map((yes) => [yes.personId, yes.groups]));
          const { isMet, counted } = countApprovals(approvals, yeses);
          const everybody = counted.flat();
          expect(new Set(everybody).size).toBe(everybody.length);
          for (const [demand, people] of counted.entries())
            for (const person of people)
              expect(approvals[demand]?.groups.some((name) => last.get(person)?.includes(name))).toBe(true);
          expect(isMet).toBe(approvals.every(({ count }, demand) => counted[demand]?.length === count));
        },
      ),
    );
  });
});

describe("groupsAsked", () => {
  it("names each group once", () => {
    expect(groupsAsked([...either, ...both])).toEqual(["sre-leads", "platform-leads"]);
  });
});
