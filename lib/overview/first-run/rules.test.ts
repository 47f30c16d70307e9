import { expect, it } from "vitest";
import type { RegionView, TestState } from "@/lib/accounts/views";
import { type FirstRunState, type FirstRunStep, firstRunLines, type Installation } from "./rules";

const AT = new Date("2026-11-27T04:00:00Z");

function region(
  change: { readAt?: Date | null; failure?: string; test?: TestState; document?: string } = {},
) {
  const document = { name: "Halligan-Shell", state: change.document ?? "ready", detail: null, checkedAt: AT };
  return {
    region: "eu-west-1",
    nodes: 3,
    readAt: change.readAt === undefined ? AT : change.readAt,
    failure: change.failure ?? null,
    test: { state: change.test ?? "passed", orderedAt: AT, checks: [] },
    inUse: document,
    expected: document,
  } as RegionView;
}

const READY: Installation = {
  hasProviderTrouble: false,
  accounts: [{ regions: [region()] }, { regions: [region(), region()] }],
  approvers: 2,
  hasReviewedShell: true,
};

function stateOf(step: FirstRunStep, change: Partial<Installation>): FirstRunState | undefined {
  return firstRunLines({ ...READY, ...change }).find((line) => line.step === step)?.state;
}

const withRegion = (change: Parameters<typeof region>[0]) => ({
  accounts: [{ regions: [region(), region(change)] }],
});

it("is done where everything is there", () => {
  expect(firstRunLines(READY).map(({ state }) => state)).toEqual(Array(6).fill("done"));
});

it.each<[FirstRunStep, Partial<Installation>, FirstRunState]>([
  ["provider", { hasProviderTrouble: true }, "failed"],
  ["accounts", withRegion({ failure: "AWS_DENIED" }), "failed"],
  ["accounts", withRegion({ readAt: null }), "open"],
  ["accounts", { accounts: [] }, "open"],
  ["connections", withRegion({ test: "broken" }), "failed"],
  ["connections", withRegion({ test: "unanswered" }), "failed"],
  ["connections", withRegion({ test: "never" }), "open"],
  ["connections", withRegion({ test: "running" }), "open"],
  ["documents", withRegion({ document: "missing" }), "failed"],
  ["documents", withRegion({ document: "differs" }), "failed"],
  ["documents", withRegion({ document: "failed" }), "failed"],
  ["documents", withRegion({ document: "creating" }), "open"],
  ["documents", withRegion({ document: "unknown" }), "open"],
  ["approvers", { approvers: 1 }, "open"],
  ["approvers", { approvers: 0 }, "open"],
  ["trial", { hasReviewedShell: false }, "open"],
])("%s with %j is %s", (step, change, state) => {
  expect(stateOf(step, change)).toBe(state);
  // Nothing else is judged by it.
  const others = firstRunLines({ ...READY, ...change }).filter(
    (line) => line.step !== step && step !== "accounts",
  );
  if (change.accounts === undefined || change.accounts.length > 0)
    for (const line of others) expect(line.state).toBe("done");
});
