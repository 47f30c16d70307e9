import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import {
  type DecisionInput,
  type DecisionOutcome,
  decide,
  mayDecide,
  mayWithdraw,
  type RuleRequest,
} from "./rules";

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
    kind: "regular",
    requesterId: ana.id,
    isRequesterDisabled: false,
    state: "waiting",
    version: 1,
    hash: "as-shown",
    windowSeconds: 1800,
    nodes: [{ id: "i-1" }, { id: "i-2" }, { id: "i-3" }],
    selector: null,
    mostNodes: null,
    osUsers: [],
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
const yesOf = (
  person: (typeof people)[keyof typeof people],
  windowSeconds: number | null = null,
  nodeIds: readonly string[] = [],
  mostNodes: number | null = null,
  osUser: string | null = null,
) => ({
  personId: person.id,
  personName: person.id,
  groups: person.groups,
  verdict: "approve" as const,
  ...{ windowSeconds, nodeIds, mostNodes, osUser },
});
const bySelector = { selector: { tags: { Service: "payments-api" } }, mostNodes: 3 } as const;

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

const ALL = ["i-1", "i-2", "i-3"];
const USERS = ["reader", "operator", "sudo"];
const approved = (
  windowSeconds: number,
  nodeIds: readonly string[] | null = ALL,
  mostNodes: number | null = null,
  osUsers: readonly string[] = [],
) => ({ state: "approved", effect: { windowSeconds, nodeIds, mostNodes, osUsers } }) as const;

describe("decide", () => {
  const context = { at, shortestSeconds: 300 };
  type Input = Omit<DecisionInput, "requestHash"> & Partial<DecisionInput>;
  const decideShown = (person: typeof ben, subject: RuleRequest, input: Input) =>
    decide(person, subject, { requestHash: subject.hash, ...input }, context);
  it.each<[string, RuleRequest, Input, DecisionOutcome]>([
    ["a yes as asked", request(), { version: 1, verdict: "approve" }, approved(1800)],
    ["a yes for less", request(), { version: 1, verdict: "approve", windowSeconds: 600 }, approved(600)],
    [
      "a yes for the shortest",
      request(),
      { version: 1, verdict: "approve", windowSeconds: 300 },
      approved(300),
    ],
    [
      "a yes for one node",
      request(),
      { version: 1, verdict: "approve", nodeIds: ["i-2"] },
      approved(1800, ["i-2"]),
    ],
    [
      "a yes for each node, in another order",
      request(),
      { version: 1, verdict: "approve", nodeIds: ["i-3", "i-1", "i-2"] },
      approved(1800),
    ],
    [
      "a yes for a selector as asked",
      request(bySelector),
      { version: 1, verdict: "approve" },
      approved(1800, null, 3),
    ],
    [
      "a yes for one of a selector's nodes at a time",
      request(bySelector),
      { version: 1, verdict: "approve", mostNodes: 1 },
      approved(1800, null, 1),
    ],
    [
      "a yes as a lesser user",
      request({ osUsers: USERS }),
      { version: 1, verdict: "approve", osUser: "reader" },
      approved(1800, ALL, null, ["reader"]),
    ],
    [
      "the second of two, as the user that was asked for, the first as a lesser",
      request({ osUsers: USERS, version: 2, decisions: [yesOf(fay, null, [], null, "operator")] }, oneOfEach),
      { version: 2, verdict: "approve", osUser: "sudo" },
      approved(1800, ALL, null, ["reader", "operator"]),
    ],
    ["a no", request(), { version: 1, verdict: "deny", comment: "why" }, { state: "denied" }],
    [
      "the first of two",
      request({}, oneOfEach),
      { version: 1, verdict: "approve", windowSeconds: 900 },
      { state: "waiting", missing: 1, effect: approved(900).effect },
    ],
    [
      "the second of two, the first for less",
      request({ version: 2, decisions: [yesOf(fay, 900)] }, oneOfEach),
      { version: 2, verdict: "approve", windowSeconds: 1200 },
      approved(900),
    ],
    [
      "the second of two, each for other nodes: what both left",
      request({ version: 2, decisions: [yesOf(fay, null, ["i-1", "i-2"])] }, oneOfEach),
      { version: 2, verdict: "approve", nodeIds: ["i-2", "i-3"], windowSeconds: 600 },
      approved(600, ["i-2"]),
    ],
    [
      "the second of two, the first for fewer at a time",
      request({ ...bySelector, version: 2, decisions: [yesOf(fay, null, [], 1)] }, oneOfEach),
      { version: 2, verdict: "approve", mostNodes: 2 },
      approved(1800, null, 1),
    ],
  ])("%s by Ben", (_title, subject, input, value) => {
    expect(decideShown(ben, subject, input)).toEqual({ ok: true, value });
  });

  const yes = { version: 1, verdict: "approve" } as const;
  const no = { version: 1, verdict: "deny", comment: "why" } as const;
  it.each<[string, RuleRequest, Input, string]>([
    ["a second longer than asked", request(), { ...yes, windowSeconds: 1801 }, "WINDOW_TOO_LONG"],
    ["a second shorter than the shortest", request(), { ...yes, windowSeconds: 299 }, "WINDOW_TOO_SHORT"],
    ["no number at all", request(), { ...yes, windowSeconds: Number.NaN }, "WINDOW_TOO_SHORT"],
    ["an older version", request(), { ...yes, version: 0 }, "REQUEST_CHANGED"],
    ["a version that isn't yet", request(), { version: 2, verdict: "deny" }, "REQUEST_CHANGED"],
    ["another request than was shown", request(), { ...yes, requestHash: "other" }, "REQUEST_CHANGED"],
    ["a no to another request than was shown", request(), { ...no, requestHash: "other" }, "REQUEST_CHANGED"],
    ["a no without a word", request(), { version: 1, verdict: "deny" }, "COMMENT_MISSING"],
    ["a no with spaces", request(), { version: 1, verdict: "deny", comment: " no " }, "COMMENT_MISSING"],
    ["a node that nobody asked for", request(), { ...yes, nodeIds: ["i-1", "i-9"] }, "INVALID_INPUT"],
    ["no node", request(), { ...yes, nodeIds: [] }, "INVALID_INPUT"],
    ["a number for named nodes", request(), { ...yes, mostNodes: 1 }, "INVALID_INPUT"],
    ["nodes for a selector", request(bySelector), { ...yes, nodeIds: ["i-1"] }, "INVALID_INPUT"],
    ["more of a selector's nodes than asked", request(bySelector), { ...yes, mostNodes: 4 }, "INVALID_INPUT"],
    ["a mightier user", request({ osUsers: ["reader"] }), { ...yes, osUser: "operator" }, "INVALID_INPUT"],
    ["a user where none is named", request(), { ...yes, osUser: "reader" }, "INVALID_INPUT"],
    ["none of a selector's nodes", request(bySelector), { ...yes, mostNodes: 0 }, "INVALID_INPUT"],
  ])("refuses Ben %s", (_title, subject, input, code) => {
    expect(decideShown(ben, subject, input)).toMatchObject({ ok: false, code });
  });

  it("refuses a yes that leaves nothing of another's, and says whose", () => {
    const narrowed = { ...yesOf(fay, null, ["i-1"]), personName: "Fay Tanaka" };
    const subject = request({ version: 2, decisions: [narrowed] }, oneOfEach);
    expect(decideShown(ben, subject, { ...yes, version: 2, nodeIds: ["i-2", "i-3"] })).toEqual({
      ok: false,
      code: "NARROWED_TO_NOTHING",
      params: { by: ["Fay Tanaka"] },
    });
    expect(decideShown(ben, subject, { ...yes, version: 2 })).toMatchObject({
      value: approved(1800, ["i-1"]),
    });
  });

  it("counts a yes by the groups that were confirmed for it, not by those of today", () => {
    const left = { ...yesOf(fay), groups: ["platform-leads"] };
    const never = { ...yesOf(fay), groups: ["engineers"] };
    const second = { ...yes, version: 2 };
    expect(decideShown(ben, request({ version: 2, decisions: [left] }, oneOfEach), second)).toMatchObject({
      value: { state: "approved" },
    });
    expect(decideShown(ben, request({ version: 2, decisions: [never] }, oneOfEach), second)).toMatchObject({
      value: { state: "waiting", missing: 1 },
    });
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
