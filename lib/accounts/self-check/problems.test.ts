import { describe, expect, it } from "vitest";
import { offsetSeconds } from "@/lib/aws/clock";
import { clockProblem, isDeniedEverywhere, problemsFrom } from "./problems";

describe("a clock", () => {
  it.each([
    [-31, [{ kind: "clock", against: "aws", seconds: -31 }]],
    [-30, []],
    [0, []],
    [30, []],
    [31, [{ kind: "clock", against: "aws", seconds: 31 }]],
    [null, []],
  ])("that is %s s off is a problem, or none", (seconds, problems) => {
    expect(clockProblem("aws", seconds)).toEqual(problems);
  });

  it("is compared in the middle of the call, with a date of whole seconds", () => {
    const now = Date.parse("2026-03-14T09:26:53.500Z");
    const date = Date.parse("Sat, 14 Mar 2026 09:26:53 GMT");
    expect(offsetSeconds(date, now - 4_000, now + 4_000)).toBe(0);
    expect(offsetSeconds(date, now + 596_000, now + 604_000)).toBe(600);
    expect(offsetSeconds(date - 600_000, now, now)).toBe(600);
    expect(offsetSeconds(Number.NaN, now, now)).toBeNull();
  });
});

describe("a process is of no use", () => {
  const denied = (accountId: string, role: "reader" | "closer", outcome: "denied" | "failed" = "denied") =>
    ({ kind: "role", accountId, name: "core", role, outcome, words: "" }) as const;
  it.each([
    ["where one role is denied in every account", [denied("1", "closer"), denied("2", "closer")], true],
    ["not where one account is set up wrongly", [denied("1", "closer"), denied("1", "reader")], false],
    ["not where another role is missing in each", [denied("1", "closer"), denied("2", "reader")], false],
    [
      "not where AWS gives no answer",
      [denied("1", "closer", "failed"), denied("2", "closer", "failed")],
      false,
    ],
    ["not where nothing is wrong", [], false],
  ])("%s", (_title, problems, expected) => {
    expect(isDeniedEverywhere(problems, ["1", "2"])).toBe(expected);
  });
});

it("what a newer process wrote, or nobody, is left out", () => {
  const clock = { kind: "clock", against: "database", seconds: 40 };
  expect(problemsFrom([clock, { kind: "weather" }, null, { ...clock, seconds: "x" }])).toEqual([clock]);
  expect(problemsFrom("x")).toEqual([]);
});
