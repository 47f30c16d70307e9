import { describe, expect, it } from "vitest";
import { offsetSeconds } from "@/lib/aws/clock";
import { clockProblem, problemsFrom } from "./problems";

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

it("what a newer process wrote, or nobody, is left out", () => {
  const clock = { kind: "clock", against: "database", seconds: 40 };
  expect(problemsFrom([clock, { kind: "weather" }, null, { ...clock, seconds: "x" }])).toEqual([clock]);
  expect(problemsFrom("x")).toEqual([]);
});
