import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withCedar } from "../engine/cedar";
import { builtInPolicy } from "../evaluate";
import { POLICY_LIMITS } from "../text/cut";
import { STRICTEST } from "./annotations";
import { compilePolicy, policySha256 } from "./compile";

const SCOPE = '(principal in Role::"engineer", action == Action::"request", resource is Node)';
const ALL =
  '@approvals("none") @window("PT1H") @stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const compile = (text: string) => compilePolicy("test", [{ name: "a.cedar", text }]);
const permit = (condition: string) => `@id("a") ${ALL} permit ${SCOPE} when { ${condition} };`;
const forbid = (condition: string) => `@id("a") @reason("no") forbid ${SCOPE} when { ${condition} };`;

function problemsOf(text: string) {
  const compiled = compile(text);
  return compiled.ok
    ? []
    : compiled.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function obligationsOf(annotations: string) {
  const compiled = compile(`@id("a") ${annotations} permit ${SCOPE};`);
  if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
  return {
    ...compiled.policy.rules.get("a")?.obligations,
    warned: compiled.warnings.map(({ message }) => message),
  };
}

describe("the annotations of a permit", () => {
  it.each([
    ['@approvals("none")', { approvals: [] }],
    ['@approvals("1 of sre-leads")', { approvals: [{ count: 1, groups: ["sre-leads"] }] }],
    [
      '@approvals("2 of sre-leads, /teams/platform leads; 1 of role:approver")',
      {
        approvals: [
          { count: 2, groups: ["sre-leads", "/teams/platform leads"] },
          { count: 1, groups: ["role:approver"] },
        ],
      },
    ],
    ['@window("PT30M")', { longestWindowSeconds: 1800 }],
    ['@window("PT1H30M")', { longestWindowSeconds: 5400 }],
    ['@window("P1D")', { longestWindowSeconds: 86_400 }],
    ['@stepUp("sign-in")', { stepUp: "sign-in" }],
    ['@watcher("none")', { watcher: "none" }],
    ['@input("counted")', { inputRecording: "counted" }],
    ['@missingAgentLog("flag")', { missingAgentLog: "flag" }],
    ['@spool("break-glass")', { spool: "break-glass" }],
    ['@zone("Asia/Taipei")', {}],
  ])("%s", (annotation, wanted) => {
    expect(obligationsOf(annotation)).toMatchObject({ ...STRICTEST, ...wanted });
  });

  it("none: the strictest of everything, and a warning that names what is not said", () => {
    expect(obligationsOf("")).toEqual({
      ...STRICTEST,
      warned: [
        "the strictest counts for what it doesn't say: @approvals, @window, @stepUp, @watcher, @input, @missingAgentLog, @spool",
      ],
    });
  });
});

describe("what is wrong is said with its place", () => {
  it.each([
    ["no @id", `\n  permit ${SCOPE};`, "2:3 this rule has no @id"],
    ["a bad @id", `@id("A b") permit ${SCOPE};`, "1:1 @id is 1 to 60 lower case letters, digits and -"],
    [
      "two of one @id",
      `${permit("true")}\n${permit("false")}`,
      '2:1 @id("a") is that of another rule, in a.cedar',
    ],
    [
      "an unknown annotation",
      `@id("a") @aprovals("none") permit ${SCOPE};`,
      "1:10 there is no annotation @aprovals",
    ],
    [
      "one of a permit on a forbid",
      `@id("a") @reason("r") @window("PT1H") forbid ${SCOPE};`,
      "1:23 @window is of a permit only",
    ],
    ["a reason on a permit", `@id("a") @reason("r") permit ${SCOPE};`, "1:10 @reason is of a forbid only"],
    [
      "a forbid without a reason",
      `@id("a") forbid ${SCOPE};`,
      "1:1 a forbid says why, in @reason, in at most 300 characters",
    ],
    [
      "an empty reason",
      `@id("a") @reason(" ") forbid ${SCOPE};`,
      "1:10 a forbid says why, in @reason, in at most 300 characters",
    ],
    ["an annotation without a value", `@id("a") @window permit ${SCOPE};`, "1:10 @window has no value"],
    [
      "approvals that can't be read",
      `@id("a") @approvals("one of b") permit ${SCOPE};`,
      "1:10 @approvals can't be read",
    ],
    [
      "no approvals of a group",
      `@id("a") @approvals("0 of b") permit ${SCOPE};`,
      "1:10 @approvals can't be read",
    ],
    [
      "a group without a name",
      `@id("a") @approvals("1 of b,,c") permit ${SCOPE};`,
      "1:10 @approvals can't be read",
    ],
    [
      "a role that can't approve",
      `@id("a") @approvals("1 of role:reviewer") permit ${SCOPE};`,
      "1:10 role:reviewer can't approve",
    ],
    [
      "a window of nothing",
      `@id("a") @window("PT0S") permit ${SCOPE};`,
      "1:10 @window is a duration of a day at most",
    ],
    [
      "a window of two days",
      `@id("a") @window("P2D") permit ${SCOPE};`,
      "1:10 @window is a duration of a day at most",
    ],
    [
      "a window of months",
      `@id("a") @window("P1M") permit ${SCOPE};`,
      "1:10 @window is a duration of a day at most",
    ],
    [
      "an unknown word",
      `@id("a") @stepUp("passkeys") permit ${SCOPE};`,
      "1:10 @stepUp is none or sign-in or passkey",
    ],
    [
      "an unknown zone",
      `@id("a") @zone("Mars/Base") permit ${SCOPE};`,
      "1:10 there is no time zone Mars/Base",
    ],
    ["an offset as a zone", `@id("a") @zone("+01:00") permit ${SCOPE};`, "1:10 there is no time zone +01:00"],
    [
      "an action nobody asks about",
      '@id("a") @reason("r") forbid (principal, action == Action::"replay", resource);',
      "1:1 nobody asks about this action yet",
    ],
    [
      "Cedar's grammar, behind letters of two bytes",
      `// é\n@id("é") permit (principal, action, resource) when { };`,
      "2:47 `when` condition clause cannot be empty",
    ],
    ["no semicolon", `@id("a") permit ${SCOPE}`, "1:95 unexpected end of input"],
    [
      "an unknown attribute",
      permit('resource.regio == "x"'),
      "1:230 attribute `regio` on entity type `Node` not found",
    ],
    [
      "a class that isn't",
      permit('resource in Protection::"prod"'),
      '1:242 entity `Protection::"prod"` is of an enumerated entity type, but `"prod"` is not declared as a valid eid',
    ],
    [
      "a tag that may be missing",
      permit('resource.getTag("Team") == "x"'),
      '1:230 unable to guarantee safety of access to tag `"Team"` on entity type `Node`',
    ],
    [
      "a placeholder",
      '@id("a") permit (principal == ?principal, action, resource);',
      "1:31 expected a static policy, got a template containing the slot ?principal",
    ],
    ["an annotation twice", `@id("a") @id("b") permit ${SCOPE};`, "1:10 duplicate annotation: @id"],
    ["no rule at all", "// nothing\n", "1:1 there is no rule"],
  ])("%s", (_title, text, wanted) => {
    expect(problemsOf(text)).toContain(wanted);
  });

  it("names all of them, and what may have been meant", () => {
    const text = `@id("a") @aprovals("none") @stepUp("pass-key") permit ${SCOPE};\n@id("b") permit ${SCOPE} when { 1 + };`;
    const compiled = compile(text);
    expect(!compiled.ok && compiled.problems).toMatchObject([
      { policy: "a", help: "did you mean @approvals?" },
      { policy: "a", help: "did you mean passkey?" },
      { policy: null, line: 2, help: expect.stringContaining("expected") },
    ]);
    const mistyped = compile(permit('resource.regio == "x"'));
    expect(!mistyped.ok && mistyped.problems[0]?.help).toBe("did you mean `region`?");
  });

  it("warns of a rule that can't match", () => {
    const compiled = compile(permit("false"));
    expect(compiled.ok && compiled.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining("impossible"),
    ]);
  });
});

describe("hostile text", () => {
  const { depth, operators } = POLICY_LIMITS;
  const deep = (open: string, close: string, inside = "true") =>
    `${open.repeat(depth - 1)}${inside}${close.repeat(depth - 1)}`;
  it.each([
    ["nested parentheses", deep("(", ")")],
    ["nested sets", `${deep("[", "]")} == []`],
    ["nested records", `${deep("{a:", "}")} == {}`],
    ["as many terms as allowed", `true${" && true".repeat(operators - 2)}`],
    ["terms joined by or", `true${" || true".repeat(operators - 2)}`],
    ["a sum", `1${" + 1".repeat(operators - 3)} == 1`],
    ["a chain of ifs", `${"if true then true else ".repeat(Math.floor((operators - 2) / 3))}true`],
    ["a chain of members", `context${".a".repeat(operators - 2)}`],
    ["a set of a hundred thousand bytes' half", `[${"1,".repeat(30_000)}1].contains(1)`],
    ["a name of many parts", `principal in ${"A::".repeat(15_000)}A::"a"`],
    ["a long pattern", `"${"a".repeat(20_000)}" like "${"*a".repeat(15_000)}b"`],
    ["large numbers", "9223372036854775807 + 9223372036854775807 == 1"],
    ["many parts of not", `${"!(".repeat(30)}true${")".repeat(30)}`],
  ])("within our limits leaves the engine alive: %s", (_title, condition) => {
    for (const text of [permit(condition), forbid(condition)]) {
      const compiled = compile(text);
      const lines = compiled.ok ? [] : compiled.problems.map(({ message }) => message);
      expect(lines).not.toContain("the policy engine can't work with these rules");
    }
  });

  it("of any shape within our limits leaves the engine alive, and all is told in one answer", () => {
    const wraps = [
      ["(", ")"],
      ["!(", ")"],
      ["[", "] == [true]"],
      ["(true && ", ")"],
      ["(if true then ", " else false)"],
      ["({a: ", "}).a"],
      ["(1 < 2 || ", ")"],
    ] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...wraps), { maxLength: 45 }), (layers) => {
        const condition = layers.reduce((inside, [open, close]) => `${open}${inside}${close}`, "true");
        const compiled = compile(permit(condition));
        const lines = compiled.ok ? [] : compiled.problems.map(({ message }) => message);
        expect(lines).not.toContain("the policy engine can't work with these rules");
      }),
      { numRuns: 150 },
    );
  });

  it("that got past our limits kills the instance, and the next question has another", () => {
    const before = compile(permit("true"));
    const bomb = `permit ${SCOPE} when { ${"(".repeat(5_000)}true${")".repeat(5_000)} };`;
    expect(() => withCedar((cedar) => cedar.checkParsePolicySet({ staticPolicies: { bomb } }))).toThrow(
      expect.objectContaining({ name: "CedarDied" }),
    );
    expect(compile(permit("true"))).toEqual(before);
  });

  it("of any signs at all is answered with problems", () => {
    const sign = fc.constantFrom(
      ...'@"();{}[]=&|!.,:<>+-*?\\ ',
      "permit",
      "forbid",
      "when",
      "id",
      "principal",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 80 }), (signs) => {
        const compiled = compile(signs.join(""));
        expect(compiled.ok).toBe(false);
        expect(!compiled.ok && compiled.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a set", () => {
  it("has the hash of what is in its files, whatever their order", () => {
    const [a, b] = [
      { name: "a.cedar", text: permit("true") },
      { name: "b.cedar", text: "// b" },
    ];
    expect(policySha256([a, b])).toBe(policySha256([b, a]));
    expect(policySha256([a, b])).not.toBe(policySha256([a, { ...b, name: "c.cedar" }]));
  });

  it("that comes with the portal has no warning, and its rules in order", () => {
    expect([...builtInPolicy().rules.keys()]).toEqual([
      "production-one-yes",
      "staging-nobody",
      "production-break-glass",
    ]);
    expect(compilePolicy("again", [])).toMatchObject({
      ok: false,
      problems: [{ message: "there is no rule" }],
    });
  });
});
