import { expect, it } from "vitest";
import { judgeGroups } from "./standing";

const settings = { maxAgeSeconds: 60, graceSeconds: 900 };

it.each([
  ["fresh", 60, null, "goes on"],
  ["fresh, whatever was refused before they were read", 60, "sign-in-again", "goes on"],
  ["old, and the provider gives no answer", 61, null, "goes on"],
  ["old, and refused", 61, "sign-in-again", "sign-in-again"],
  ["at the end of the grace", 960, null, "goes on"],
  ["beyond the grace", 961, null, "no-answer"],
] as const)("groups that are %s (%i s)", (_, ageSeconds, refusal, expected) => {
  const verdict = judgeGroups({ ageSeconds, refusal }, settings);
  expect(verdict.ok ? "goes on" : verdict.params?.reason).toBe(expected);
});
