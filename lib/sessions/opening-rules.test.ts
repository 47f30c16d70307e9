import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { evaluateRequest } from "@/lib/policy/evaluate";
import { type FreshNode, mayOpen, type OpeningFacts } from "./opening-rules";

const NOW = new Date("2026-03-14T09:26:53Z");
const SETTINGS = { approverGroups: ["sre-leads", "platform-leads"], longestWindowSeconds: 3600 };
const TAGS = { Env: "prod", Team: "payments" };
const FRESH: FreshNode = { tags: TAGS, protection: "production" };

const person = { id: "per_ana", roles: ["engineer"], groups: ["engineers"], disabledAt: null } as const;
const node = {
  id: "i-0f3a9c41d7e25b91c",
  accountId: "111122223333",
  region: "eu-west-1",
  protection: "production",
  missingSince: null,
} as const;

function obligationsOf(protection: "production" | "staging") {
  const answer = evaluateRequest({
    ...{ action: "request", person, windowSeconds: 1800, at: NOW, settings: SETTINGS },
    nodes: [{ ...node, protection, tags: TAGS }],
  });
  if (!answer.permitted) throw new TypeError("the rules refuse the test's request");
  return answer;
}

const decided = obligationsOf("production");
const ben = { yes: { personId: "per_ben", groups: ["sre-leads"] }, ruleVersion: decided.ruleVersion };

const FACTS: OpeningFacts = {
  grant: {
    id: "grt_1",
    personId: person.id,
    startsAt: addSeconds(NOW, -60),
    endsAt: addSeconds(NOW, 1740),
    endedAt: null,
    ruleVersion: decided.ruleVersion,
    obligations: decided.obligations,
    nodeIds: [node.id],
  },
  request: {
    id: "req_1",
    state: "approved",
    requesterId: person.id,
    ruleVersion: decided.ruleVersion,
    incident: null,
  },
  decisions: [ben],
  person,
  node,
};

const judge = (facts: OpeningFacts, fresh: FreshNode | null = FRESH, at = NOW) =>
  mayOpen(facts, fresh, at, SETTINGS);

describe("the right to open a session", () => {
  it("is there with a running grant and the yes that its rule asked for", () => {
    expect(judge(FACTS)).toEqual({ ok: true, value: { obligations: decided.obligations } });
  });

  it.each<[number, string | null]>([
    [-61, "GRANT_NOT_STARTED"],
    [-60, null],
    [-59, null],
    [1739, null],
    [1740, "GRANT_OVER"],
    [1741, "GRANT_OVER"],
  ])("holds inside the window only: %i seconds from now", (seconds, code) => {
    const verdict = judge(FACTS, FRESH, addSeconds(NOW, seconds));
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });

  const { grant, request } = FACTS;
  it.each<[string, Partial<OpeningFacts>, string, object?]>([
    ["the grant was ended", { grant: { ...grant, endedAt: NOW } }, "GRANT_OVER"],
    ["the person was disabled", { person: { ...person, disabledAt: NOW } }, "PERSON_DISABLED"],
    ["the person is no engineer any more", { person: { ...person, roles: ["reviewer"] } }, "ROLE_MISSING"],
    [
      "the node is not in the grant",
      { grant: { ...grant, nodeIds: ["i-0b7d20e94a6c8135f"] } },
      "NODE_UNKNOWN",
    ],
    ["the node is gone", { node: { ...node, missingSince: NOW } }, "NODE_UNKNOWN"],
    [
      "the grant is another person's",
      { grant: { ...grant, personId: "per_eve" } },
      "OBLIGATION_UNMET",
      { why: "other-person" },
    ],
    [
      "the request is another person's",
      { request: { ...request, requesterId: "per_eve" } },
      "OBLIGATION_UNMET",
      { why: "other-person" },
    ],
    ["nobody decided", { decisions: [] }, "OBLIGATION_UNMET", { why: "not-decided" }],
    [
      "the request was denied",
      { request: { ...request, state: "denied" } },
      "OBLIGATION_UNMET",
      { why: "not-decided" },
    ],
    [
      "the rule's own decision stands where a person's is asked for",
      { decisions: [{ yes: null, ruleVersion: decided.ruleVersion }] },
      "OBLIGATION_UNMET",
      { why: "approvals" },
    ],
    [
      "the yes is the requester's own",
      { decisions: [{ ...ben, yes: { personId: person.id, groups: ["sre-leads"] } }] },
      "OBLIGATION_UNMET",
      { why: "own-approval" },
    ],
    [
      "the decider left the group since",
      { decisions: [{ ...ben, yes: { personId: "per_ben", groups: ["engineers"] } }] },
      "OBLIGATION_UNMET",
      { why: "approvals" },
    ],
    [
      "the decision is of another rule version",
      { decisions: [{ ...ben, ruleVersion: "older" }] },
      "OBLIGATION_UNMET",
      { why: "rule-version" },
    ],
    [
      "the request is of another rule version",
      { request: { ...request, ruleVersion: "older" } },
      "OBLIGATION_UNMET",
      { why: "rule-version" },
    ],
    [
      "a step-up is asked for, which nothing here can prove",
      { grant: { ...grant, obligations: { ...grant.obligations, stepUp: "passkey" } } },
      "OBLIGATION_UNMET",
      { why: "step-up" },
    ],
    [
      "a watcher is asked for",
      { grant: { ...grant, obligations: { ...grant.obligations, watcher: "required" } } },
      "OBLIGATION_UNMET",
      { why: "watcher" },
    ],
  ])("is not there when %s", (_, change, code, params) => {
    expect(judge({ ...FACTS, ...change })).toMatchObject({ ok: false, code, ...(params ? { params } : {}) });
  });

  describe("on a node that the rule gave without asking anybody", () => {
    const byRule = obligationsOf("staging");
    const facts: OpeningFacts = {
      ...FACTS,
      node: { ...node, protection: "staging" },
      grant: { ...grant, obligations: byRule.obligations },
      decisions: [{ yes: null, ruleVersion: byRule.ruleVersion }],
    };

    it("is there as long as it is staging", () => {
      expect(judge(facts, { tags: {}, protection: "staging" }).ok).toBe(true);
    });

    it("is gone when the node has become production since: the yes it needs was never given", () => {
      expect(judge(facts, FRESH)).toMatchObject({ ok: false, code: "STALE_NODE" });
    });
  });
});
