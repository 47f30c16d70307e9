import { expect, it } from "vitest";
import { compilePolicy } from "./compile";

const SCOPE = '(principal in Role::"engineer", action == Action::"request", resource is Node)';

function problemsOf(text: string): string[] {
  const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
  return compiled.ok
    ? []
    : compiled.problems.map(({ line, column, message, help }) =>
        `${line}:${column} ${message} ${help ?? ""}`.trim(),
      );
}

it.each([
  [
    "a reason with what can't be seen, however it is written",
    `@id("a") @reason("closed \\0 now") forbid ${SCOPE};`,
    "1:10 @reason has U+0000, which can't be seen, or changes the order of what is seen",
  ],
  [
    "an approving group with a mark of direction",
    `@id("a") @approvals("1 of \\u{202e}sdael") permit ${SCOPE};`,
    "1:10 @approvals has U+202E, which can't be seen, or changes the order of what is seen",
  ],
  [
    "a group with what can't be seen",
    '@id("a") @reason("no") forbid (principal in Group::"a\\u{0}b", action, resource);',
    "1:1 the group's name has U+0000, which can't be seen, or changes the order of what is seen",
  ],
])("%s is refused", (_title, text, problem) => {
  expect(problemsOf(text)).toContain(problem);
});

it.each([
  ["of ours", `@id("a") @approvals("1 of role:x\\0") permit ${SCOPE};`, "role:x\\u{0} can't approve"],
  [
    "of Cedar's",
    `@id("a") @reason("no") forbid ${SCOPE} when { {"\\0": 1}.foo == 1 };`,
    "did you mean `\\u{0}`?",
  ],
])(
  "a problem in words %s shows what can't be seen as a sign, so that it can be kept",
  (_whose, text, said) => {
    const problems = problemsOf(text).join("\n");
    expect(problems).toContain(said);
    expect(problems).not.toContain("\0");
  },
);
