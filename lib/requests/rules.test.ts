import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { checkRequest, decide, mayDecide, mayWithdraw, type RuleRequest } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const ana = { id: "per_ana", roles: ["engineer"], groups: ["engineers", "payments-oncall"] } as const;
const ben = { id: "per_ben", roles: ["engineer", "approver"], groups: ["engineers", "sre-leads"] } as const;
const cleo = { id: "per_cleo", roles: ["reviewer"], groups: ["security-review"] } as const;
const dov = { id: "per_dov", roles: ["administrator"], groups: ["halligan-admins"] } as const;
const eve = { id: "per_eve", roles: [], groups: [] } as const;
const fay = {
  id: "per_fay",
  roles: ["approver", "administrator"],
  groups: ["platform-leads", "halligan-admins"],
} as const;
const people = { ana, ben, cleo, dov, eve, fay };

const oneYes = [{ count: 1, groups: ["sre-leads", "platform-leads"] }];
const oneOfEach = [
  { count: 1, groups: ["sre-leads"] },
  { count: 1, groups: ["platform-leads"] },
];
function request(change: Partial<Omit<RuleRequest, "id">> = {}, approvals = oneYes): RuleRequest {
  return {
    id: "req_1",
    requesterId: ana.id,
    isRequesterDisabled: false,
    state: "waiting",
    version: 1,
    windowSeconds: 1800,
    lapsesAt: addSeconds(at, 1),
    obligations: {
      approvals,
      longestWindowSeconds: 3600,
      stepUp: "none",
      watcher: "none",
      inputRecording: "counted",
      missingAgentLog: "flag",
      spool: "never",
    },
    decisions: [],
    ...change,
  };
}
const yesOf = (person: (typeof people)[keyof typeof people], windowSeconds: number | null = null) => ({
  personId: person.id,
  personName: person.id,
  groups: person.groups,
  verdict: "approve" as const,
  windowSeconds,
});

describe("mayDecide", () => {
  it.each([
    ["Ben of an approver group", "ben", request(), null],
    ["Fay of the second approver group", "fay", request(), null],
    ["Ana, who asked", "ana", request(), "SELF_APPROVAL"],
    ["Ana, when Ben asked", "ana", request({ requesterId: ben.id }), "ROLE_MISSING"],
    ["Ben, when he asked himself", "ben", request({ requesterId: ben.id }), "SELF_APPROVAL"],
    [
      "Fay, when she asked herself, administrator or not",
      "fay",
      request({ requesterId: fay.id }),
      "SELF_APPROVAL",
    ],
    ["Cleo, who reviews", "cleo", request(), "ROLE_MISSING"],
    ["Dov, who administers", "dov", request(), "ROLE_MISSING"],
    ["Eve", "eve", request(), "ROLE_MISSING"],
    [
      "Ben, when only Fay's group is asked",
      "ben",
      request({}, [{ count: 1, groups: ["platform-leads"] }]),
      "NOT_AN_APPROVER",
    ],
    ["Ben, once approved", "ben", request({ state: "approved", decisions: [yesOf(fay)] }), "ALREADY_DECIDED"],
    ["Ben, once denied", "ben", request({ state: "denied" }), "ALREADY_DECIDED"],
    ["Ben, once withdrawn", "ben", request({ state: "withdrawn" }), "REQUEST_OVER"],
    ["Ben, once lapsed", "ben", request({ state: "lapsed" }), "REQUEST_OVER"],
    ["Ben, a second before it lapses", "ben", request({ lapsesAt: addSeconds(at, 1) }), null],
    ["Ben, at the second it lapses", "ben", request({ lapsesAt: at }), "REQUEST_OVER"],
    [
      "Ben, a second after, before the sweep saw it",
      "ben",
      request({ lapsesAt: addSeconds(at, -1) }),
      "REQUEST_OVER",
    ],
    ["Ben, for somebody disabled", "ben", request({ isRequesterDisabled: true }), "REQUEST_OVER"],
    [
      "Ben a second time",
      "ben",
      request({ version: 2, decisions: [yesOf(ben)] }, oneOfEach),
      "ALREADY_DECIDED",
    ],
  ] as const)("%s", (_title, name, subject, code) => {
    const verdict = mayDecide(people[name], subject, at);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });

  it("names who was faster", () => {
    const verdict = mayDecide(
      ben,
      request({ state: "approved", decisions: [{ ...yesOf(fay), personName: "Fay Tanaka" }] }),
      at,
    );
    expect(verdict).toMatchObject({
      code: "ALREADY_DECIDED",
      params: { by: "Fay Tanaka", state: "approved" },
    });
  });
});

describe("decide", () => {
  const context = { at, shortestSeconds: 300 };
  it.each([
    [
      "a yes as asked",
      request(),
      { version: 1, verdict: "approve" },
      { state: "approved", windowSeconds: 1800 },
    ],
    [
      "a yes for less",
      request(),
      { version: 1, verdict: "approve", windowSeconds: 600 },
      { state: "approved", windowSeconds: 600 },
    ],
    [
      "a yes for the shortest",
      request(),
      { version: 1, verdict: "approve", windowSeconds: 300 },
      { state: "approved", windowSeconds: 300 },
    ],
    ["a no", request(), { version: 1, verdict: "deny" }, { state: "denied" }],
    [
      "the first of two",
      request({}, oneOfEach),
      { version: 1, verdict: "approve" },
      { state: "waiting", missing: 1 },
    ],
    [
      "the second of two, the first for less",
      request({ version: 2, decisions: [yesOf(fay, 900)] }, oneOfEach),
      { version: 2, verdict: "approve", windowSeconds: 1200 },
      { state: "approved", windowSeconds: 900 },
    ],
  ] as const)("%s by Ben", (_title, subject, input, value) => {
    expect(decide(ben, subject, input, context)).toEqual({ ok: true, value });
  });

  it.each([
    [
      "a second longer than asked",
      { version: 1, verdict: "approve", windowSeconds: 1801 },
      "WINDOW_TOO_LONG",
    ],
    [
      "a second shorter than the shortest",
      { version: 1, verdict: "approve", windowSeconds: 299 },
      "WINDOW_TOO_SHORT",
    ],
    ["no number at all", { version: 1, verdict: "approve", windowSeconds: Number.NaN }, "WINDOW_TOO_SHORT"],
    ["an older version", { version: 0, verdict: "approve" }, "REQUEST_CHANGED"],
    ["a version that isn't yet", { version: 2, verdict: "deny" }, "REQUEST_CHANGED"],
  ] as const)("refuses Ben %s", (_title, input, code) => {
    expect(decide(ben, request(), input, context)).toMatchObject({ ok: false, code });
  });
});

describe("mayWithdraw", () => {
  it.each([
    ["Ana, who asked", ana, request(), null],
    ["Fay, who administers", fay, request(), "NOT_THE_REQUESTER"],
    ["Ana, once decided", ana, request({ state: "approved" }), "ALREADY_DECIDED"],
    ["Ana, a second time", ana, request({ state: "withdrawn" }), "REQUEST_OVER"],
  ] as const)("%s", (_title, person, subject, code) => {
    const verdict = mayWithdraw(person, subject, at);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("checkRequest", () => {
  const asked = {
    nodeIds: ["i-0f3a9c41d7e25b91c"],
    justification: "Disk full, writes failing",
    incident: "INC-2231",
    windowSeconds: 1800,
  };
  it.each([
    ["a request as it should be", {}, null],
    ["the shortest justification", { justification: "0123456789" }, null],
    ["one character less", { justification: "012345678" }, "INVALID_INPUT"],
    ["spaces for a justification", { justification: " ".repeat(40) }, "INVALID_INPUT"],
    ["the longest justification", { justification: "x".repeat(2000) }, null],
    ["one character more", { justification: "x".repeat(2001) }, "INVALID_INPUT"],
    ["no incident", { incident: null }, null],
    ["a long incident", { incident: "x".repeat(65) }, "INVALID_INPUT"],
    ["no node", { nodeIds: [] }, "INVALID_INPUT"],
    ["21 nodes", { nodeIds: Array.from({ length: 21 }, (_, n) => `i-${n}`) }, "INVALID_INPUT"],
    ["the shortest window", { windowSeconds: 300 }, null],
    ["a second less", { windowSeconds: 299 }, "WINDOW_TOO_SHORT"],
    ["the longest window", { windowSeconds: 3600 }, null],
    ["a second more", { windowSeconds: 3601 }, "WINDOW_TOO_LONG"],
  ])("%s", (_title, change, code) => {
    const verdict = checkRequest({ ...asked, ...change }, { shortestSeconds: 300, longestSeconds: 3600 });
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});
