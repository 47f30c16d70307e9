import { expect, it } from "vitest";
import { FaultList } from "../faults";
import { type RangePair, verifySealedRanges } from "./verify-sealed-ranges";

const pair: RangePair = {
  ...{ id: "5", sessionId: "ses_1", sealed: "aa", found: "aa", ageSeconds: 1, isDeleted: false },
};
const NONE = { ranges: 0, unsealed: 0, before: 0, deleted: 0 };

it.each<[string, Partial<RangePair>[], { after: string; through: string } | null, object, string[]]>([
  ["as it was sealed", [{}], { after: "0", through: "9" }, { ranges: 1 }, []],
  ["altered", [{ found: "ab" }], { after: "0", through: "9" }, {}, ["altered"]],
  ["gone", [{ found: null }], { after: "0", through: "9" }, {}, ["removed"]],
  [
    "deleted on purpose",
    [{ found: null, isDeleted: true }],
    { after: "0", through: "9" },
    { deleted: 1 },
    [],
  ],
  [
    "altered, and said to be deleted",
    [{ found: "ab", isDeleted: true }],
    { after: "0", through: "9" },
    {},
    ["altered"],
  ],
  ["sealed twice", [{}, {}], { after: "0", through: "9" }, { ranges: 1 }, ["inserted"]],
  ["from before ranges were sealed", [{ sealed: null }], { after: "5", through: "9" }, { before: 1 }, []],
  [
    "the first that should have been sealed",
    [{ sealed: null }],
    { after: "4", through: "9" },
    {},
    ["inserted"],
  ],
  [
    "the last that should have been sealed",
    [{ sealed: null }],
    { after: "0", through: "5" },
    {},
    ["inserted"],
  ],
  ["after the last batch", [{ sealed: null }], { after: "0", through: "4" }, { unsealed: 1 }, []],
  ["waiting for 10 s", [{ sealed: null, ageSeconds: 10 }], { after: "0", through: "4" }, { unsealed: 1 }, []],
  [
    "waiting for 10.1 s",
    [{ sealed: null, ageSeconds: 10.1 }],
    { after: "0", through: "4" },
    {},
    ["unsealed"],
  ],
  ["waiting for 10.1 s for the first batch", [{ sealed: null, ageSeconds: 10.1 }], null, {}, ["unsealed"]],
])("a range that is %s", async (_title, pairs, stretch, cover, faults) => {
  const list = new FaultList();
  const given = pairs.map((changes) => ({ ...pair, ...changes }));
  expect(await verifySealedRanges(given, list, stretch, false)).toEqual({ ...NONE, ...cover });
  expect(list.found.map(({ step, code, item }) => `${step} ${code} ${item}`)).toEqual(
    faults.map((code) => `ranges ${code} range 5 of ses_1`),
  );
});

it("in a database that no release has sealed ranges of, all are from before", async () => {
  const list = new FaultList();
  const old = { ...pair, sealed: null, ageSeconds: 999 };
  expect(await verifySealedRanges([old], list, null, true)).toEqual({ ...NONE, before: 1 });
  expect(list.count).toBe(0);
});
