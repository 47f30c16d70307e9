import { describe, expect, it } from "vitest";
import { gradeAgentLog } from "./evidence-rules";

const at = (second: number) => new Date(Date.UTC(2026, 2, 14, 9, 26, second));

describe("the agent's log", () => {
  it.each([
    ["is there once a line was fetched", 1, null, null, "present"],
    ["is there whenever it was asked for", 3, at(0), at(1), "present"],
    ["is pending while the session runs", 0, null, at(90), "pending"],
    ["is pending until it was asked for", 0, at(0), null, "pending"],
    ["is pending in the first minute after the end", 0, at(0), at(59), "pending"],
    ["is missing when it was asked for a minute after the end", 0, at(0), at(60), "missing"],
  ] as const)("%s", (_name, lines, endedAt, checkedAt, grade) => {
    expect(gradeAgentLog(lines, { endedAt, checkedAt })).toBe(grade);
  });
});
