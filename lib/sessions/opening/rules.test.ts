import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { compilePolicy } from "@/lib/policy/compile/compile";
import { builtInPolicy, evaluateRequest } from "@/lib/policy/evaluate";
import { effectOf } from "@/lib/requests/narrowing";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { requestHash } from "@/lib/requests/request-hash";
import { askedOf } from "@/lib/requests/rules";
import { type FreshNode, mayOpen, type OpeningFacts, type OpeningSettings } from "./rules";

const NOW = new Date("2026-03-14T09:26:53Z");
const SETTINGS = {
  policy: builtInPolicy(),
  approverGroups: ["sre-leads", "platform-leads"],
  longestWindowSeconds: 3600,
  startWithinSeconds: 3600,
  inputRecording: { production: "counted", staging: "counted" },
  stepUp: { production: "none", staging: "none" },
  hasInputRecipients: false,
  accounts: [{ accountId: "111122223333", osUsers: [] }],
  glassesPerMonth: 2,
} as const;
const TAGS = { Env: "prod", Team: "payments" };
const FRESH: FreshNode = { tags: TAGS, protection: "production" };

const person = {
  id: "per_ana",
  roles: ["engineer"],
  groups: ["engineers"],
  onCall: [],
  disabledAt: null,
} as const;
const node = {
  id: "i-0f3a9c41d7e25b91c",
  accountId: "111122223333",
  region: "eu-west-1",
  protection: "production",
  tags: TAGS,
  missingSince: null,
} as const;

function obligationsOf(protection: "production" | "staging") {
  const answer = evaluateRequest({
    ...{ action: "request", person, osUser: null, windowSeconds: 1800, at: NOW },
    ...{ policy: builtInPolicy(), settings: SETTINGS },
    nodes: [{ ...node, protection, tags: TAGS }],
  });
  if (!answer.permitted) throw new TypeError("the rules refuse the test's request");
  return answer;
}

const decided = obligationsOf("production");
const REQUEST: OpeningFacts["request"] = {
  id: "req_1",
  ...{ kind: "regular", glass: null },
  state: "approved",
  requesterId: person.id,
  justification: "Disk full since 03:10, writes failing",
  incident: null,
  ...{ windowSeconds: 1800, windowStart: "approval" },
  nodes: [{ id: node.id, accountId: node.accountId, region: node.region, protection: node.protection }],
  ...{ selector: null, mostNodes: null, osUsers: [] },
  ...{ ruleVersion: decided.ruleVersion, obligations: decided.obligations, extension: null },
};
const AS_ASKED = {
  windowSeconds: null,
  nodeIds: [],
  mostNodes: null,
  osUser: null,
  createdAt: addSeconds(NOW, -60),
};
const NOBODY = { personId: null, groups: [] };
const ben = {
  given: { personId: "per_ben", groups: ["sre-leads"] },
  isRequestersDelegate: false,
  ruleVersion: decided.ruleVersion,
  ...{ requestVersion: 1, requestHash: requestHash(REQUEST, 1), stepUp: "none" as const },
  ...AS_ASKED,
};

const FACTS: OpeningFacts = {
  grant: {
    id: "grt_1",
    personId: person.id,
    startsAt: addSeconds(NOW, -60),
    endsAt: addSeconds(NOW, 1740),
    endedAt: null,
    ...{ windowStart: "approval", windowSeconds: 1800, firstUsedAt: null },
    ruleVersion: decided.ruleVersion,
    obligations: decided.obligations,
    ...{ selector: null, mostNodes: null, osUser: null },
    nodes: [{ id: node.id, isMissing: false }],
  },
  request: REQUEST,
  decisions: [ben],
  person,
  node,
};

/** As if the request had been shown so, and the grant issued for what the decisions left of it. */
function approvedAs(facts: OpeningFacts): OpeningFacts {
  const { request, grant } = facts;
  const decisions = facts.decisions.map((decision) => ({
    ...decision,
    requestHash: requestHash(request, decision.requestVersion),
  }));
  const effect = effectOf(askedOf(request), decisions);
  const { windowSeconds, mostNodes } = effect;
  const osUser = osUserOf(effect);
  const { selector, obligations } = request;
  return {
    ...facts,
    decisions,
    grant: { ...grant, windowSeconds, mostNodes, osUser, selector, obligations },
  };
}

const judge = (facts: OpeningFacts, fresh: FreshNode | null = FRESH, at = NOW) =>
  mayOpen(facts, fresh, at, SETTINGS);

describe("the right to open a session", () => {
  it("is there with a running grant and the yes that its rule asked for", () => {
    expect(judge(FACTS)).toEqual({
      ok: true,
      value: { obligations: decided.obligations, osUser: null, stepUp: "none" },
    });
  });

  it.each([
    ["sign-in", "sign-in"],
    ["sign-in", "passkey"],
    ["passkey", "passkey"],
  ] as const)(
    "where %s is asked for it is there with a yes proven by %s, and its start is to be proven too",
    (stepUp, given) => {
      const asked = { ...decided.obligations, stepUp };
      const facts = approvedAs({
        ...FACTS,
        request: { ...request, obligations: asked },
        grant: { ...grant, obligations: asked },
        decisions: [{ ...ben, stepUp: given }],
      });
      expect(judge(facts)).toMatchObject({ ok: true, value: { stepUp } });
    },
  );

  it("is gone where the rules ask for more proof by now than whoever said yes gave; a start needs the stronger", () => {
    const text = `@id("later") @approvals("1 of sre-leads") @window("P1D") @stepUp("passkey") @watcher("none")
      @input("counted") @missingAgentLog("flag") @spool("never") permit (principal, action, resource);`;
    const later = compilePolicy("policy-2", [{ name: "a.cedar", text }]);
    if (!later.ok) throw new TypeError(later.problems[0]?.message);
    const settings = { ...SETTINGS, policy: later.policy };
    expect(mayOpen(FACTS, FRESH, NOW, settings)).toMatchObject({
      ...{ ok: false, code: "OBLIGATION_UNMET", params: { why: "step-up" } },
    });
    const facts = { ...FACTS, decisions: [{ ...ben, stepUp: "passkey" as const }] };
    expect(mayOpen(facts, FRESH, NOW, settings)).toMatchObject({ ok: true, value: { stepUp: "passkey" } });
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
  const asking = (change: Partial<typeof grant.obligations>) => {
    const obligations = { ...grant.obligations, ...change };
    return { request: { ...request, obligations }, grant: { ...grant, obligations } };
  };
  const OTHER = { id: "i-2", accountId: node.accountId, region: node.region, protection: node.protection };
  it.each<[string, Partial<OpeningFacts>, string, object?]>([
    ["the grant was ended", { grant: { ...grant, endedAt: NOW } }, "GRANT_OVER"],
    ["the person was disabled", { person: { ...person, disabledAt: NOW } }, "PERSON_DISABLED"],
    ["the person is no engineer any more", { person: { ...person, roles: ["reviewer"] } }, "ROLE_MISSING"],
    [
      "the node is not in the grant",
      { grant: { ...grant, nodes: [{ id: OTHER.id, isMissing: false }] } },
      "NODE_UNKNOWN",
    ],
    [
      "the node is in the grant's row and was never asked for",
      { request: { ...request, nodes: [OTHER] } },
      "NODE_UNKNOWN",
    ],
    ["an approver left the node out", { decisions: [{ ...ben, nodeIds: [OTHER.id] }] }, "NODE_UNKNOWN"],
    [
      "an approver gave less time than the grant's row says",
      { decisions: [{ ...ben, windowSeconds: 1799 }] },
      "OBLIGATION_UNMET",
      { why: "window" },
    ],
    [
      "the grant's end was moved by a second",
      { grant: { ...grant, endsAt: addSeconds(grant.endsAt, 1) } },
      "OBLIGATION_UNMET",
      { why: "window" },
    ],
    [
      "the whole window was moved behind the last yes",
      { grant: { ...grant, startsAt: addSeconds(grant.startsAt, 1), endsAt: addSeconds(grant.endsAt, 1) } },
      "OBLIGATION_UNMET",
      { why: "window" },
    ],
    [
      "the grant's row says that its window starts with the first use, and that was not asked",
      { grant: { ...grant, windowStart: "first-use", firstUsedAt: grant.startsAt } },
      "OBLIGATION_UNMET",
      { why: "window" },
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
      { decisions: [{ ...ben, given: NOBODY }] },
      "OBLIGATION_UNMET",
      { why: "approvals" },
    ],
    [
      "the yes is the requester's own",
      { decisions: [{ ...ben, given: { personId: person.id, groups: ["sre-leads"] } }] },
      "OBLIGATION_UNMET",
      { why: "own-approval" },
    ],
    [
      "the decider was in no group that was asked when they decided",
      { decisions: [{ ...ben, given: { personId: "per_ben", groups: ["engineers"] } }] },
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
      "a passkey is asked for, and whoever said yes proved nothing",
      asking({ stepUp: "passkey" }),
      "OBLIGATION_UNMET",
      { why: "step-up" },
    ],
    [
      "a passkey is asked for, and whoever said yes only signed in again",
      { ...asking({ stepUp: "passkey" }), decisions: [{ ...ben, stepUp: "sign-in" as const }] },
      "OBLIGATION_UNMET",
      { why: "step-up" },
    ],
    ["a watcher is asked for", asking({ watcher: "required" }), "OBLIGATION_UNMET", { why: "watcher" }],
  ])("is not there when %s", (_, change, code, params) => {
    const verdict = judge(approvedAs({ ...FACTS, ...change }));
    expect(verdict).toMatchObject({ ok: false, code, ...(params ? { params } : {}) });
  });

  it("is held to the rules of this moment too, whatever was approved under others", () => {
    const text = `@id("freeze") @reason("change freeze") forbid (principal, action, resource);`;
    const frozen = compilePolicy("policy-2", [{ name: "a.cedar", text }]);
    if (!frozen.ok) throw new TypeError(frozen.problems[0]?.message);
    const settings = { ...SETTINGS, policy: frozen.policy };
    expect(mayOpen(FACTS, FRESH, NOW, settings)).toMatchObject({
      ...{ ok: false, code: "NOT_PERMITTED_BY_RULE" },
      params: { why: "forbidden", rules: ["freeze"], reasons: ["change freeze"] },
    });
  });

  describe("under an extension", () => {
    const until = addSeconds(NOW, -30);
    const extended = (startsAt: Date, extension: typeof request.extension = { grantId: "grt_0", until }) =>
      approvedAs({
        ...FACTS,
        request: { ...request, extension },
        grant: { ...grant, startsAt, endsAt: addSeconds(startsAt, 1800) },
      });
    it("is there from the end of what it extends on, as its deciders were shown", () => {
      expect(judge(extended(until)).ok).toBe(true);
      // Decided after that end: from the approval on.
      const early = { grantId: "grt_0", until: addSeconds(NOW, -90) };
      expect(judge(extended(addSeconds(NOW, -60), early)).ok).toBe(true);
    });

    it("begins no later, whatever the rows say", () => {
      const late = judge(extended(addSeconds(until, 1)));
      expect(late).toMatchObject({ code: "OBLIGATION_UNMET", params: { why: "window" } });
      const moved = { ...request, extension: { grantId: "grt_0", until: addSeconds(until, 1) } };
      expect(judge({ ...extended(until), request: moved })).toMatchObject({
        code: "APPROVAL_MISMATCH",
        params: { why: "request" },
      });
      expect(judge(extended(until, null))).toMatchObject({ code: "OBLIGATION_UNMET" });
    });
  });

  describe("under a window that starts with the first use", () => {
    const used = (seconds: number, change: Partial<OpeningFacts["grant"]> = {}) => {
      const firstUsedAt = addSeconds(AS_ASKED.createdAt, seconds);
      const window = { firstUsedAt, startsAt: firstUsedAt, endsAt: addSeconds(firstUsedAt, 1800) };
      return approvedAs({
        ...FACTS,
        request: { ...request, windowStart: "first-use" as const },
        grant: { ...grant, windowStart: "first-use" as const, ...window, ...change },
      });
    };

    it.each([
      ["used at once", used(0), null],
      ["used in the last second", used(3599), null],
      ["used when the time to start was over", used(3600), "window"],
      ["never used", used(0, { firstUsedAt: null }), "not-used"],
      [
        "whose row has it run later than it was used",
        used(0, { startsAt: NOW, endsAt: addSeconds(NOW, 1) }),
        "window",
      ],
      [
        "whose row has it run a second longer",
        used(0, { endsAt: addSeconds(AS_ASKED.createdAt, 1801) }),
        "window",
      ],
    ])("holds it to the decisions: %s", (_title, facts, why) => {
      expect(judge(facts, FRESH, facts.grant.startsAt)).toMatchObject(
        why ? { code: "OBLIGATION_UNMET", params: { why } } : { ok: true },
      );
    });
  });

  describe("with keystrokes kept", () => {
    const kept = { ...SETTINGS, inputRecording: { production: "kept", staging: "counted" } } as const;
    const withRecipients = { ...kept, hasInputRecipients: true };
    const approved = approvedAs({ ...FACTS, ...asking({ inputRecording: "kept" }) });

    it.each([
      ["opens where they are sealed to somebody", approved, withRecipients, null],
      [
        "opens though the settings say counted since",
        approved,
        { ...SETTINGS, hasInputRecipients: true },
        null,
      ],
      ["opens nothing where they are sealed to nobody", approved, SETTINGS, "input-recipients"],
      ["opens nothing under a grant that says counted", FACTS, withRecipients, "input-recording"],
    ] as const)("%s", (_title, facts, settings, why) => {
      expect(mayOpen(facts, FRESH, NOW, settings)).toMatchObject(
        why ? { code: "OBLIGATION_UNMET", params: { why } } : { ok: true },
      );
    });
  });

  describe("under a selector", () => {
    const selected = (
      change: Partial<OpeningFacts["request"]> = {},
      used: string[] = [node.id],
    ): OpeningFacts => ({
      ...FACTS,
      request: { ...request, nodes: [], selector: { tags: { Team: "payments" } }, mostNodes: 2, ...change },
      grant: { ...grant, nodes: used.map((id) => ({ id, isMissing: false })) },
    });
    const retagged = { ...FRESH, tags: { Env: "prod", Team: "search" } };

    it.each<[string, OpeningFacts, FreshNode | null, string | null]>([
      ["a node that has the tags", selected(), FRESH, null],
      ["a node that has lost a tag since it was read", selected(), retagged, "SELECTOR_MISMATCH"],
      [
        "a node that never had the tag",
        selected({ selector: { tags: { Team: "x" } } }),
        null,
        "SELECTOR_MISMATCH",
      ],
      [
        "a node of another region",
        selected({ selector: { tags: { Team: "payments" }, region: "us-east-1" } }),
        FRESH,
        "SELECTOR_MISMATCH",
      ],
      ["a node that the portal did not count", selected({}, []), FRESH, "NODE_UNKNOWN"],
      ["the second of two", selected({}, ["i-2", node.id]), FRESH, null],
      ["a third of two", selected({}, ["i-2", "i-3", node.id]), FRESH, "NODES_EXHAUSTED"],
      [
        "the second, where an approver gave one",
        { ...selected({}, ["i-2", node.id]), decisions: [{ ...ben, mostNodes: 1 }] },
        FRESH,
        "NODES_EXHAUSTED",
      ],
    ])("judges %s", (_title, facts, fresh, code) => {
      const verdict = judge(approvedAs(facts), fresh);
      expect(verdict.ok ? null : verdict.code).toBe(code);
    });

    it("is gone where the node needs yeses that those matched before did not", () => {
      const { obligations } = obligationsOf("staging");
      const facts = { ...selected({ obligations }), grant: { ...selected().grant, obligations } };
      const byRule = { ...facts, decisions: [{ ...ben, given: NOBODY }] };
      expect(judge(approvedAs(byRule))).toMatchObject({
        code: "OBLIGATION_UNMET",
        params: { why: "approvals" },
      });
    });
  });

  describe("where two approvals were asked for", () => {
    const obligations = {
      ...decided.obligations,
      approvals: [{ count: 2, groups: ["sre-leads", "platform-leads"] }],
    };
    const fay = { ...ben, given: { personId: "per_fay", groups: ["platform-leads"] } };
    const two = (decisions: OpeningFacts["decisions"]) =>
      judge(approvedAs({ ...FACTS, request: { ...request, obligations }, decisions }));

    it("is there with two people's", () => {
      expect(two([ben, fay]).ok).toBe(true);
    });

    it.each<[string, OpeningFacts["decisions"], string]>([
      ["one came", [ben], "approvals"],
      ["both came from one person", [ben, { ...ben }], "approvals"],
      ["the second is of another rule version", [ben, { ...fay, ruleVersion: "older" }], "rule-version"],
      ["the first is of another rule version", [{ ...ben, ruleVersion: "older" }, fay], "rule-version"],
      [
        "a third came from the requester",
        [ben, fay, { ...ben, given: { personId: person.id, groups: ["sre-leads"] } }],
        "own-approval",
      ],
    ])("is not there when %s", (_title, decisions, why) => {
      expect(two(decisions)).toMatchObject({ code: "OBLIGATION_UNMET", params: { why } });
    });
  });

  describe("on a node that the rule gave without asking anybody", () => {
    const byRule = obligationsOf("staging");
    const facts = approvedAs({
      ...FACTS,
      node: { ...node, protection: "staging" },
      request: { ...request, obligations: byRule.obligations },
      decisions: [{ ...ben, given: NOBODY }],
    });

    it("is there as long as it is staging", () => {
      expect(judge(facts, { tags: {}, protection: "staging" }).ok).toBe(true);
    });

    it("is gone when the node has become production since: the yes it needs was never given", () => {
      expect(judge(facts, FRESH)).toMatchObject({ ok: false, code: "STALE_NODE" });
    });
  });
});

describe("the user on the node", () => {
  type Named = OpeningSettings["accounts"];
  const USERS = ["reader", "operator", "sudo"];
  const accounts = [{ accountId: node.accountId, osUsers: USERS }];
  const asked = (osUsers: string[], osUser: string | null = null) =>
    approvedAs({ ...FACTS, request: { ...REQUEST, osUsers }, decisions: [{ ...ben, osUser }] });
  const opens = (facts: OpeningFacts, named: Named = accounts, policy = SETTINGS.policy) =>
    mayOpen(facts, FRESH, NOW, { ...SETTINGS, policy, accounts: named });
  const removed = [{ accountId: node.accountId, osUsers: ["reader", "sudo"] }];
  const elsewhere = [{ accountId: "444455556666", osUsers: USERS }];

  it.each<[string, OpeningFacts, Named, string | null]>([
    ["the one that was asked for", asked(["reader", "operator"]), accounts, "operator"],
    ["a lesser one that an approver left", asked(["reader", "operator"], "reader"), accounts, "reader"],
    ["none where none is named", FACTS, SETTINGS.accounts, null],
    ["the least where the account names some since", FACTS, accounts, "reader"],
    ["as decided, whatever mightier one is gone", asked(["reader"]), removed, "reader"],
  ])("is %s", (_title, facts, named, osUser) => {
    expect(opens(facts, named)).toMatchObject({ ok: true, value: { osUser } });
  });

  it.each<[string, Named]>([
    ["the account no longer names it", removed],
    ["the account names none any more", SETTINGS.accounts],
    ["only another account names it", elsewhere],
  ])("refuses where %s", (_title, named) => {
    expect(opens(asked(["reader", "operator"]), named)).toMatchObject({
      ok: false,
      code: "OS_USER_UNAVAILABLE",
      params: { why: "removed", osUser: "operator" },
    });
  });

  it("is what the rules are asked about: those of today may refuse it", () => {
    const text = `@id("readers") @window("PT1H") @approvals("1 of sre-leads") @stepUp("none") @watcher("none")
      @input("counted") @missingAgentLog("flag") @spool("never")
      permit (principal, action == Action::"request", resource) when { context has osUser && context.osUser == "reader" };`;
    const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    expect(opens(asked(["reader", "operator"]), accounts, compiled.policy)).toMatchObject({
      ok: false,
      code: "NOT_PERMITTED_BY_RULE",
    });
    expect(opens(asked(["reader", "operator"], "reader"), accounts, compiled.policy).ok).toBe(true);
  });
});

describe("the right to open", () => {
  const answer = evaluateRequest({
    ...{ action: "breakGlass", person, osUser: null, windowSeconds: 900, at: NOW },
    ...{ policy: builtInPolicy(), settings: SETTINGS },
    nodes: [{ ...node, protection: "production", tags: TAGS }],
  });
  if (!answer.permitted) throw new TypeError("the rules permit no break-glass");
  const { obligations } = answer;
  const brokenAt = addSeconds(NOW, -60);
  const byRule = { ...ben, given: NOBODY };
  const broken: OpeningFacts["request"] = {
    ...REQUEST,
    ...{ kind: "break-glass", windowSeconds: 900, obligations },
    glass: { unit: 1, brokenAt },
  };
  const cosigned: OpeningFacts["request"] = {
    ...broken,
    obligations: { ...obligations, approvals: [{ count: 1, groups: ["sre-leads"] }] },
  };
  const facts = (
    request: OpeningFacts["request"],
    decisions: OpeningFacts["decisions"] = [byRule],
  ): OpeningFacts =>
    approvedAs({
      ...FACTS,
      grant: { ...FACTS.grant, endsAt: addSeconds(FACTS.grant.startsAt, 900) },
      ...{ request, decisions },
    });
  it.each<[string, OpeningFacts, string | null]>([
    ["is there while it is within the month's", facts(broken), null],
    [
      "is not there for more than the month's",
      facts({ ...broken, glass: { unit: 3, brokenAt } }),
      "co-signer",
    ],
    [
      "is not there without a unit or a co-signer",
      facts({ ...broken, glass: { unit: null, brokenAt } }),
      "co-signer",
    ],
    ["is there with a co-signer", facts({ ...cosigned, glass: { unit: null, brokenAt } }, [ben]), null],
    [
      "is not there before it is broken",
      facts({ ...cosigned, glass: { unit: null, brokenAt: null } }, [ben]),
      "glass",
    ],
    ["is not there without its row", facts({ ...broken, glass: null }), "glass"],
    [
      "is not there with an approval of one's own",
      facts({ ...cosigned, glass: { unit: null, brokenAt } }, [
        { ...ben, given: { personId: person.id, groups: ["sre-leads"] } },
      ]),
      "own-approval",
    ],
    [
      "is not that of a request without approval",
      facts({ ...broken, kind: "regular", glass: null }),
      "approvals",
    ],
  ])("of a break-glass %s", (_, given, why) => {
    expect(judge(given)).toMatchObject(
      why === null ? { ok: true } : { ok: false, code: "OBLIGATION_UNMET", params: { why } },
    );
  });
});
