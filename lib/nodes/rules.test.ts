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
  const limits = { NODE_MAX_AGE_SECONDS: 300, NODE_SILENT_SECONDS: 900 };
  const ago = (seconds: number) => addSeconds(at, -seconds);
  it.each([
    ["just read and heard", { isOnline: true, read: 0, heard: 0 }, "online"],
    ["read 300 s ago", { isOnline: true, read: 300, heard: 300 }, "online"],
    ["read 301 s ago: nobody asks any more", { isOnline: true, read: 301, heard: 301 }, "unconfirmed"],
    ["heard 900 s ago", { isOnline: true, read: 0, heard: 900 }, "online"],
    ["heard 901 s ago, whatever AWS calls it", { isOnline: true, read: 0, heard: 901 }, "unconfirmed"],
    ["never heard, just read", { isOnline: true, read: 0, heard: null }, "online"],
    ["never heard, read 301 s ago", { isOnline: true, read: 301, heard: null }, "unconfirmed"],
    ["offline, however old: bad news stays", { isOnline: false, read: 9999, heard: 9999 }, "offline"],
    ["missing", { isOnline: true, read: 0, heard: 0, missing: 0 }, "missing"],
  ] as const)("%s", (_title, { isOnline, read, heard, ...gone }, state) => {
    const missingSince = "missing" in gone ? at : null;
    const signs = { isOnline, missingSince, readAt: ago(read), pingAt: heard === null ? null : ago(heard) };
    expect(nodeState(signs, at, limits)).toBe(state);
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
