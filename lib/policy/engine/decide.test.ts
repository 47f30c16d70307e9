import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePolicy } from "../compile/compile";
import { builtInPolicy, type EvaluationContext, evaluateRequest } from "../evaluate";
import { localClock } from "./request-facts";

const MILD =
  '@window("PT1H") @stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const ASK = 'action == Action::"request"';

function policyOf(...rules: string[]) {
  const compiled = compilePolicy("test", [{ name: "a.cedar", text: rules.join("\n") }]);
  if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
  return compiled.policy;
}

const node = (id: string, change: Partial<EvaluationContext["nodes"][number]> = {}) => ({
  ...{ id, accountId: "111122223333", region: "eu-west-1", protection: "production" as const, tags: {} },
  ...change,
});
const payments = node("i-payments", { tags: { Team: "payments" } });
const staging = node("i-staging", { protection: "staging" });
const other = node("i-other", { accountId: "444455556666", region: "us-east-1" });
const ana = { id: "per_ana", roles: ["engineer"], groups: ["engineers", "payments"], onCall: [] } as const;
const gil = { id: "per_gil", roles: ["engineer"], groups: ["engineers"], onCall: [] } as const;
const asked = (change: Partial<EvaluationContext>): EvaluationContext => ({
  action: "request",
  person: ana,
  nodes: [payments],
  windowSeconds: 1800,
  osUser: null,
  at: new Date("2026-03-14T09:26:53Z"),
  policy: RULES,
  settings: {
    approverGroups: ["sre-leads"],
    longestWindowSeconds: 3600,
    inputRecording: { production: "counted", staging: "counted" },
    stepUp: { production: "none", staging: "none" },
  },
  ...change,
});

const RULES = policyOf(
  `@id("team") @approvals("none") ${MILD} permit (principal in Group::"payments", ${ASK}, resource is Node)
     when { resource.hasTag("Team") && resource.getTag("Team") == "payments" };`,
  `@id("engineers") @approvals("1 of role:approver") ${MILD} permit (principal in Role::"engineer", ${ASK}, resource in Account::"111122223333");`,
  `@id("long") @approvals("2 of platform-leads") ${MILD} permit (principal in Role::"engineer", ${ASK}, resource in Account::"111122223333")
     when { context.windowSeconds > 1800 };`,
  `@id("one-machine") @reason("under repair until Monday") forbid (principal, ${ASK}, resource == Node::"i-broken");`,
  `@id("night") @zone("Asia/Taipei") @reason("staging only in working hours") forbid (principal, ${ASK}, resource in Protection::"staging")
     unless { context.weekday <= 5 && context.localTime >= duration("8h") && context.localTime < duration("18h") };`,
  `@id("overflow") @reason("fails where the region is of the US") forbid (principal, ${ASK}, resource)
     when { resource.region like "us-*" && context.windowSeconds * 9223372036854775807 > 0 };`,
);
const tenInTaipei = new Date("2026-03-16T02:00:00Z");

describe("rules × people × nodes", () => {
  it.each([
    ["Ana, of the team: both of its rules", asked({}), ["team", "engineers"], ["sre-leads"]],
    ["Gil, of no team: the engineers' rule", asked({ person: gil }), ["engineers"], ["sre-leads"]],
    [
      "a longer window matches one rule more",
      asked({ person: gil, windowSeconds: 1801 }),
      ["engineers", "long"],
      ["sre-leads", "platform-leads"],
    ],
    [
      "staging at ten on a Monday in Taipei",
      asked({ nodes: [staging], at: tenInTaipei }),
      ["engineers"],
      ["sre-leads"],
    ],
    [
      "staging and another",
      asked({ nodes: [staging, payments], at: tenInTaipei }),
      ["engineers", "team"],
      ["sre-leads"],
    ],
  ])("permits %s", (_title, context, rules, groups) => {
    const answer = evaluateRequest(context);
    expect(answer).toMatchObject({ permitted: true, ruleVersion: "test", rules });
    const demanded = answer.permitted
      ? answer.obligations.approvals.flatMap((approval) => approval.groups)
      : [];
    expect(demanded.sort()).toEqual([...groups].sort());
  });

  const deny = (why: string, params: object) => ({
    code: "NOT_PERMITTED_BY_RULE",
    params: { why, ...params },
  });
  it.each([
    [
      "no rule permits",
      asked({ nodes: [node("i-x", { accountId: "444455556666" })] }),
      deny("noRule", { nodes: ["i-x"] }),
    ],
    [
      "a forbid matches beside permits, with its reason",
      asked({ nodes: [node("i-broken")] }),
      deny("forbidden", {
        nodes: ["i-broken"],
        rules: ["one-machine"],
        reasons: ["under repair until Monday"],
      }),
    ],
    [
      "one of several nodes is forbidden",
      asked({ nodes: [payments, node("i-broken")] }),
      deny("forbidden", { nodes: ["i-broken"] }),
    ],
    [
      "at six in the evening in Taipei",
      asked({ nodes: [staging], at: new Date("2026-03-16T10:00:00Z") }),
      deny("forbidden", { rules: ["night"], reasons: ["staging only in working hours"] }),
    ],
    [
      "on a Sunday in Taipei that is a Saturday in London",
      asked({ nodes: [staging], at: new Date("2026-03-14T23:00:00Z") }),
      deny("forbidden", { rules: ["night"] }),
    ],
    [
      "a rule fails, which Cedar would pass over",
      asked({ nodes: [other] }),
      deny("ruleFailed", {
        nodes: ["i-other"],
        rules: ["overflow"],
        errors: [expect.stringContaining("overflow: ")],
      }),
    ],
    [
      "a rule fails for one of several nodes",
      asked({ nodes: [payments, other] }),
      deny("ruleFailed", { nodes: ["i-other"] }),
    ],
  ])("refuses where %s", (_title, context, wanted) => {
    expect(evaluateRequest(context)).toMatchObject({ permitted: false, ruleVersion: "test", ...wanted });
  });

  it("say in which groups it would be permitted, where no rule permits it", () => {
    const scope = (group: string, node: string) =>
      `@id("${group}-${node}") @approvals("none") ${MILD} permit (principal in Group::"${group}", ${ASK}, resource == Node::"${node}");`;
    const policy = policyOf(
      scope("storage", "i-a"),
      scope("storage", "i-b"),
      scope("network", "i-b"),
      `@id("all-night") @reason("r") forbid (principal in Group::"network", ${ASK}, resource == Node::"i-c");`,
      scope("network", "i-c"),
    );
    const groupsFor = (...ids: string[]) => {
      const answer = evaluateRequest(asked({ policy, nodes: ids.map((id) => node(id)) }));
      return answer.permitted ? null : answer.params.groups;
    };
    expect(groupsFor("i-b")).toEqual(["storage", "network"]);
    expect(groupsFor("i-a", "i-b")).toEqual(["storage"]);
    // Whoever is in the group is forbidden it, and nobody is ever permitted another node.
    expect([groupsFor("i-c"), groupsFor("i-d")]).toEqual([undefined, undefined]);
  });

  it("needs the strictest where a permit says nothing, and all that any of several asks for", () => {
    const policy = policyOf(
      `@id("bare") permit (principal in Group::"engineers", ${ASK}, resource);`,
      `@id("mild") @approvals("none") ${MILD} permit (principal in Group::"payments", ${ASK}, resource);`,
    );
    const answer = evaluateRequest(asked({ policy, windowSeconds: 900 }));
    expect(answer).toMatchObject({
      permitted: true,
      obligations: {
        approvals: [{ count: 2, groups: ["sre-leads"] }],
        ...{ longestWindowSeconds: 900, stepUp: "passkey", watcher: "required" },
        ...{ inputRecording: "kept", missingAgentLog: "end", spool: "never" },
      },
    });
    expect(evaluateRequest(asked({ policy, windowSeconds: 901 }))).toMatchObject({
      code: "WINDOW_TOO_LONG",
      params: { longestSeconds: 900 },
    });
  });

  it("never go beyond the settings", () => {
    const settings = {
      approverGroups: ["sre-leads"],
      longestWindowSeconds: 600,
      inputRecording: { production: "kept", staging: "counted" },
      stepUp: { production: "none", staging: "none" },
    } as const;
    expect(evaluateRequest(asked({ settings, windowSeconds: 600 }))).toMatchObject({
      obligations: { longestWindowSeconds: 600, inputRecording: "kept" },
    });
    expect(evaluateRequest(asked({ settings, windowSeconds: 601 }))).toMatchObject({
      code: "WINDOW_TOO_LONG",
    });
  });

  it("take hostile names of people, groups, nodes and tags as they are", () => {
    const policy = builtInPolicy();
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, fc.array(text), fc.dictionary(text, text), (id, groups, tags) => {
        const person = { id, roles: ["engineer"] as const, groups, onCall: groups };
        const answer = evaluateRequest(asked({ policy, person, nodes: [node(id, { tags })] }));
        expect(answer).toMatchObject({ permitted: true, rules: ["production-one-yes"] });
      }),
    );
  });

  it("give the same answer to the same question, whatever else was asked between", () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      policyOf(`@id("r${index}") @approvals("none") ${MILD} permit (principal, ${ASK}, resource);`),
    );
    const first = evaluateRequest(asked({}));
    for (const policy of many) expect(evaluateRequest(asked({ policy })).permitted).toBe(true);
    expect(evaluateRequest(asked({}))).toEqual(first);
  });

  it("are no other person's or node's: nothing is kept from question to question", () => {
    const people = fc.constantFrom(ana, gil);
    const nodes = fc.constantFrom(payments, other, node("i-broken"), staging);
    const alone = new Map<string, unknown>();
    fc.assert(
      fc.property(fc.array(fc.tuple(people, nodes), { maxLength: 12 }), (questions) => {
        for (const [person, target] of questions) {
          const key = `${person.id} ${target.id}`;
          const answer = evaluateRequest(asked({ person, nodes: [target] }));
          expect(alone.get(key) ?? answer).toEqual(answer);
          alone.set(key, answer);
        }
      }),
    );
  });
});

describe("the clock of a zone", () => {
  it.each([
    ["UTC", "2026-03-14T09:26:53Z", 6, "9h26m53s"],
    ["Asia/Taipei", "2026-03-15T16:00:00Z", 1, "0h0m0s"],
    ["Europe/Berlin", "2026-03-29T00:59:59Z", 7, "1h59m59s"],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 7, "3h0m0s"],
    ["America/New_York", "2026-11-01T06:30:00Z", 7, "1h30m0s"],
    ["Asia/Kathmandu", "2026-01-04T18:15:00Z", 1, "0h0m0s"],
  ])("%s at %s", (zone, at, weekday, localTime) => {
    expect(localClock(new Date(at), zone)).toEqual({
      weekday,
      localTime: { __extn: { fn: "duration", arg: localTime } },
    });
  });
});

it("decide by the user on the node: the least on call, the mightiest with two approvals, and none that is not named", () => {
  const policy = policyOf(
    `@id("readers") ${MILD} @approvals("none") permit (principal, ${ASK}, resource)
       when { context has osUser && context.osUser == "reader" };`,
    `@id("sudo") ${MILD} @approvals("2 of sre-leads") permit (principal, ${ASK}, resource)
       when { context has osUser && context.osUser == "sudo" };`,
  );
  const as = (osUser: string | null) => evaluateRequest(asked({ policy, osUser }));
  expect(as("reader")).toMatchObject({ permitted: true, rules: ["readers"], obligations: { approvals: [] } });
  expect(as("sudo")).toMatchObject({ rules: ["sudo"], obligations: { approvals: [{ count: 2 }] } });
  expect(as("operator")).toMatchObject({ permitted: false, code: "NOT_PERMITTED_BY_RULE" });
  expect(as(null)).toMatchObject({ permitted: false, code: "NOT_PERMITTED_BY_RULE" });
});

it("of a user on the node that nobody looked for first is a mistake that is found when it is written", () => {
  const text = `@id("r") ${MILD} permit (principal, ${ASK}, resource) when { context.osUser == "reader" };`;
  const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
  expect(compiled.ok ? [] : compiled.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("osUser"),
  ]);
});
