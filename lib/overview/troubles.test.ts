import { expect, it } from "vitest";
import { anchorTroubles, summed } from "./troubles";

const closer = { kind: "role", role: "closer", outcome: "denied", words: "AccessDenied: no" } as const;
const core = { accountId: "111122223333", name: "core" };
const data = { accountId: "444455556666", name: "data" };

it("says what several processes and accounts share once", () => {
  const denied = [
    { ...closer, ...core },
    { ...closer, ...data },
  ];
  expect(
    summed([
      { kind: "jobs", problems: denied },
      { kind: "jobs", problems: denied },
      { kind: "gateway", problems: [{ ...closer, ...core, role: "gateway", outcome: "failed" }] },
    ]),
  ).toEqual([
    {
      ...{ kind: "role-denied", process: "jobs", role: "closer" },
      accounts: ["core (111122223333)", "data (444455556666)"],
    },
    { kind: "role-failed", process: "gateway", role: "reader", accounts: ["core (111122223333)"] },
  ]);
});

it("says of a clock by how much it is ahead or behind, and of what", () => {
  expect(
    summed([
      { kind: "gateway", problems: [{ kind: "clock", against: "aws", seconds: 600 }] },
      { kind: "web", problems: [{ kind: "clock", against: "database", seconds: -45 }] },
    ]),
  ).toEqual([
    { kind: "clock-ahead", process: "gateway", against: "aws", seconds: 600 },
    { kind: "clock-behind", process: "web", against: "database", seconds: 45 },
  ]);
});

it.each([
  [null, []],
  [0, []],
  [900, []],
  [900.1, [{ kind: "anchor-late", anchor: "file", seconds: 900 }]],
  [7_259, [{ kind: "anchor-late", anchor: "file", seconds: 7_259 }]],
])("of an anchor that is %s s old: %j", (ageSeconds, troubles) => {
  expect(anchorTroubles([{ name: "file", ageSeconds, failure: null }])).toEqual(troubles);
});

it("says of each anchor by itself that it is late, and at once what waiting does not mend", () => {
  const bucket = { name: "bucket", ageSeconds: 1_200, failure: "AWS_UNAVAILABLE" } as const;
  const file = { name: "file", ageSeconds: 20, failure: null } as const;
  expect(anchorTroubles([bucket, file])).toEqual([{ kind: "anchor-late", anchor: "bucket", seconds: 1_200 }]);
  const fresh = { ...bucket, ageSeconds: 20 };
  expect(anchorTroubles([fresh])).toEqual([]);
  expect(anchorTroubles([{ ...fresh, failure: "ANCHOR_UNLOCKED" }])).toEqual([{ kind: "anchor-unlocked" }]);
  expect(anchorTroubles([{ ...fresh, failure: "ANCHOR_CONFLICT" }])).toEqual([{ kind: "anchor-conflict" }]);
});
