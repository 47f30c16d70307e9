import { expect, it } from "vitest";
import { readAnswer } from "./read-answers";
import { UnreadableFeed } from "./shift";

const PERIOD = { from: Date.parse("2026-11-28T00:00:00Z"), to: Date.parse("2026-11-29T00:00:00Z") };
const at = (text: string) => Date.parse(text);

it("an answer of our own form, of PagerDuty's and of Opsgenie's gives its shifts within the period", () => {
  const shifts = [
    {
      who: "Ben@example.com",
      from: "2026-11-28T08:00:00+01:00",
      to: "2026-11-28T20:00:00Z",
      note: "kept out",
    },
    { who: "fay@example.com", from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z" },
  ];
  expect(readAnswer("json", JSON.stringify({ shifts }), PERIOD)).toEqual([
    { who: "ben@example.com", from: at("2026-11-28T07:00:00Z"), to: at("2026-11-28T20:00:00Z") },
  ]);
  const oncalls = [
    {
      user: { id: "P1", summary: "Ben Okafor" },
      start: null,
      end: null,
      escalation_level: 1,
      schedule: null,
    },
    {
      user: { email: "FAY@example.com", summary: "Fay" },
      start: "2026-11-28T10:00:00Z",
      end: "2026-11-30T10:00:00Z",
    },
  ];
  expect(readAnswer("pagerduty", JSON.stringify({ oncalls }), PERIOD)).toEqual([
    { who: "Ben Okafor", ...PERIOD },
    { who: "fay@example.com", from: at("2026-11-28T10:00:00Z"), to: at("2026-11-30T10:00:00Z") },
  ]);
  expect(
    readAnswer("opsgenie", JSON.stringify({ data: { onCallRecipients: ["ben@example.com"] } }), PERIOD),
  ).toEqual([{ who: "ben@example.com", ...PERIOD }]);
});

it.each([
  ["no JSON", "json", "<html>"],
  ["another shape", "json", "[]"],
  ["a time that is none", "json", JSON.stringify({ shifts: [{ who: "a@b.c", from: "soon", to: "later" }] })],
  ["an error", "pagerduty", JSON.stringify({ error: { code: 2006 } })],
  ["nothing", "opsgenie", ""],
  ["an endless name", "opsgenie", JSON.stringify({ data: { onCallRecipients: ["x".repeat(9_999)] } })],
] as const)("%s is refused", (_what, format, body) => {
  expect(() => readAnswer(format, body, PERIOD)).toThrow(UnreadableFeed);
});
