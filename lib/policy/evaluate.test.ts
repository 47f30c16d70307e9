import { describe, expect, it } from "vitest";
import { compilePolicy } from "./compile/compile";
import { builtInPolicy, type EvaluationContext, evaluateRequest, type RuleSettings } from "./evaluate";
import { parseObligations, sentencesOf } from "./obligations";
import { strictest } from "./strictest";

const at = new Date("2026-03-14T09:26:53Z");
const node = (id: string, protection: "production" | "staging") => ({
  id,
  accountId: "111122223333",
  region: "eu-west-1",
  protection,
  tags: {},
});
const ana = {
  id: "per_ana",
  roles: ["engineer"],
  groups: ["engineers", "payments-oncall"],
  onCall: [],
} as const;
const SETTINGS: RuleSettings = {
  approverGroups: ["sre-leads", "platform-leads"],
  longestWindowSeconds: 3600,
  inputRecording: { production: "counted", staging: "counted" },
  stepUp: { production: "none", staging: "none" },
};
const asked = (change: Partial<EvaluationContext>): EvaluationContext => ({
  action: "request",
  person: ana,
  nodes: [node("i-0f3a9c41d7e25b91c", "production")],
  windowSeconds: 1800,
  osUser: null,
  at,
  policy: builtInPolicy(),
  settings: SETTINGS,
  ...change,
});

describe("evaluateRequest", () => {
  const production = node("i-0f3a9c41d7e25b91c", "production");
  const staging = node("i-0b7d20e94a6c8135f", "staging");
  const oneYes = [{ count: 1, groups: ["sre-leads", "platform-leads"] }];
  it.each([
    ["production wants one yes of the approver groups", [production], oneYes, ["production-one-yes"]],
    ["staging wants nobody", [staging], [], ["staging-nobody"]],
    [
      "both together want what production wants",
      [staging, production],
      [{ count: 1, groups: ["platform-leads", "sre-leads"] }],
      ["staging-nobody", "production-one-yes"],
    ],
  ])("%s", (_title, nodes, approvals, rules) => {
    const answer = evaluateRequest(asked({ nodes }));
    expect(answer).toMatchObject({ permitted: true, ruleVersion: "built-in-3", rules });
    expect(answer.permitted && answer.obligations.approvals).toEqual(approvals);
  });

  it.each([
    [
      "Cleo, who only reviews",
      asked({ person: { id: "per_cleo", roles: ["reviewer"], groups: [], onCall: [] } }),
      "ROLE_MISSING",
    ],
    [
      "Eve, who may nothing",
      asked({ person: { id: "per_eve", roles: [], groups: [], onCall: [] } }),
      "ROLE_MISSING",
    ],
    ["a request for no node", asked({ nodes: [] }), "NODE_UNKNOWN"],
    ["a second more than the longest window", asked({ windowSeconds: 3601 }), "WINDOW_TOO_LONG"],
  ])("refuses %s", (_title, context, code) => {
    expect(evaluateRequest(context)).toMatchObject({ permitted: false, code });
  });

  it.each([
    [[production], "kept"],
    [[staging], "counted"],
    [[staging, production], "kept"],
  ])(
    "has keystrokes kept where the installation says so, and says it in a sentence",
    (nodes, inputRecording) => {
      const settings = {
        ...SETTINGS,
        inputRecording: { production: "kept", staging: "counted" },
        stepUp: { production: "none", staging: "none" },
      } as const;
      const answer = evaluateRequest(asked({ nodes, settings }));
      if (!answer.permitted) throw new TypeError("the rules refuse the test's request");
      expect(answer.obligations.inputRecording).toBe(inputRecording);
      expect(sentencesOf(answer.obligations).map(({ code }) => code)).toContain(
        `obligation.input-${inputRecording}`,
      );
    },
  );

  it("permits exactly the longest window", () => {
    expect(evaluateRequest(asked({ windowSeconds: 3600 })).permitted).toBe(true);
  });

  it.each([
    ["production needs", production, "none", "passkey"],
    ["staging needs none", staging, "none", "none"],
    ["a rule that asks for more is heard", production, "passkey", "passkey"],
  ] as const)("asks for the least proof that the settings say: %s", (_title, asks, ruled, expected) => {
    const settings: RuleSettings = {
      ...SETTINGS,
      stepUp: { production: ruled === "none" ? "passkey" : "sign-in", staging: "none" },
    };
    const text = `@id("r") @approvals("none") @window("PT1H") @stepUp("${ruled}") @watcher("none") @input("counted")
@missingAgentLog("flag") @spool("never") permit (principal, action, resource);`;
    const compiled = compilePolicy("policy-1", [{ name: "r.cedar", text }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    const answer = evaluateRequest(asked({ nodes: [asks], settings, policy: compiled.policy }));
    expect(answer.permitted && answer.obligations.stepUp).toBe(expected);
  });

  it("answers every obligation, so that the column can be read back", () => {
    const answer = evaluateRequest(asked({}));
    expect(answer.permitted && parseObligations(JSON.parse(JSON.stringify(answer.obligations)))).toEqual(
      answer.permitted && answer.obligations,
    );
    expect(() => parseObligations({ approvals: [] })).toThrow();
  });
});

describe("obligations", () => {
  const mild = {
    approvals: [{ count: 1, groups: ["a"] }],
    longestWindowSeconds: 3600,
    stepUp: "none",
    watcher: "none",
    inputRecording: "counted",
    missingAgentLog: "flag",
    spool: "break-glass",
  } as const;
  const strict = {
    approvals: [
      { count: 2, groups: ["a"] },
      { count: 1, groups: ["b", "c"] },
    ],
    longestWindowSeconds: 900,
    stepUp: "passkey",
    watcher: "required",
    inputRecording: "kept",
    missingAgentLog: "end",
    spool: "never",
  } as const;

  it("of two rules are the strictest of each, in either order", () => {
    const copy = (value: typeof mild | typeof strict) => parseObligations(structuredClone(value));
    expect(strictest(copy(mild), copy(strict))).toEqual(strict);
    expect(strictest(copy(strict), copy(mild))).toEqual(strict);
  });

  it("are said as sentences, who must decide first", () => {
    expect(sentencesOf(parseObligations(structuredClone(strict))).map(({ code }) => code)).toEqual([
      "obligation.approvals",
      "obligation.approvals",
      "obligation.window",
      "obligation.step-up-passkey",
      "obligation.watcher",
      "obligation.input-kept",
      "obligation.agent-log-end",
    ]);
    expect(sentencesOf({ ...parseObligations(structuredClone(mild)), approvals: [] })[0]).toEqual({
      code: "obligation.nobody",
      params: {},
    });
  });
});
