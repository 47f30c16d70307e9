import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { actionState, isStale, mayRequest, nodeState, protectionOf } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");

describe("protectionOf", () => {
  it.each([
    ["a staging account without a tag", "staging", {}, undefined, "staging"],
    ["a staging account, tag Env=prod", "staging", { Env: "prod" }, undefined, "production"],
    ["a staging account, tag env=Production", "staging", { env: "Production " }, undefined, "production"],
    [
      "a production account, tag Env=staging: a tag never lowers",
      "production",
      { Env: "staging" },
      undefined,
      "production",
    ],
    ["a node known as production whose tag was taken away", "staging", {}, "production", "production"],
    ["a tag whose value only contains prod", "staging", { Env: "preprod" }, undefined, "staging"],
    ["another tag that says prod", "staging", { Team: "prod" }, undefined, "staging"],
  ] as const)("%s", (_title, account, tags, known, expected) => {
    expect(protectionOf(account, tags, known)).toBe(expected);
  });
});

describe("nodeState", () => {
  it.each([
    [true, null, "online"],
    [false, null, "offline"],
    [true, at, "missing"],
  ] as const)("isOnline %s, missing since %s: %s", (isOnline, missingSince, state) => {
    expect(nodeState({ isOnline, missingSince })).toBe(state);
  });
});

describe("mayRequest", () => {
  const node = { id: "i-0f3a9c41d7e25b91c", missingSince: null };
  it.each([
    ["Ana, an engineer", ["engineer"], node, null],
    ["Cleo, who only reviews", ["reviewer"], node, "ROLE_MISSING"],
    ["Dov, who only administers", ["administrator"], node, "ROLE_MISSING"],
    ["Eve", [], node, "ROLE_MISSING"],
    ["Ana, for a node that is gone", ["engineer"], { ...node, missingSince: at }, "NODE_UNKNOWN"],
  ] as const)("%s", (_title, roles, subject, code) => {
    const state = actionState(mayRequest({ roles }, subject));
    expect(state.allowed ? null : state.code).toBe(code);
  });
});

describe("isStale", () => {
  it.each([
    [299, false],
    [300, false],
    [301, true],
  ])("tags read %i s ago, 300 s allowed: %s", (age, stale) => {
    expect(isStale({ readAt: addSeconds(at, -age) }, at, 300)).toBe(stale);
  });
});
