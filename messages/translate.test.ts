import { describe, expect, it } from "vitest";
import { en } from "./en";
import { errorSentence, t } from "./translate";
import { formatDuration, formatUtc } from "./values";

describe("a sentence", () => {
  it("is filled with its parameters", () => {
    expect(t("time.ago", { duration: "2 min" })).toBe("2 min ago");
  });

  it("leaves an optional part out when its parameter is missing or empty", () => {
    expect(errorSentence("SELF_APPROVAL")).toBe("You can't approve your own request.");
    expect(errorSentence("SELF_APPROVAL", { who: [] })).toBe("You can't approve your own request.");
  });

  it("joins a list of people with or", () => {
    expect(errorSentence("SELF_APPROVAL", { who: ["Ben", "Fay"] })).toBe(
      "You can't approve your own request. Ben or Fay can.",
    );
  });

  it("writes seconds as a duration and instants in UTC", () => {
    expect(errorSentence("WINDOW_TOO_LONG", { longestSeconds: 3600 })).toBe("Too long: 1 h at most.");
    expect(errorSentence("GRANT_NOT_STARTED", { startsAt: "2026-03-14T09:26:53.000Z" })).toBe(
      "This access starts at 2026-03-14 09:26 UTC.",
    );
  });

  it("names a clock's distance with its unit once", () => {
    const [process, clock] = ["the gateway", "AWS's clock"];
    expect(t("health.clockAhead", { process, clock, seconds: 45 })).toContain("is 45 s ahead of AWS's clock");
    expect(errorSentence("AWS_CLOCK_SKEWED", { seconds: 602 })).toContain(
      ": 10 min 2 s off. An administrator",
    );
  });

  it("shows a dash where a needed parameter is missing", () => {
    expect(errorSentence("NOT_AN_APPROVER")).toBe("You can't decide this: it needs a member of –.");
  });
});

it.each([
  [0, "0 s"],
  [59.4, "59 s"],
  [60, "1 min"],
  [90, "1 min 30 s"],
  [1800, "30 min"],
  [5400, "1 h 30 min"],
  [7200, "2 h"],
  [187_200, "2 d 4 h"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it("writes an instant with its zone", () => {
  expect(formatUtc(new Date("2026-03-14T09:26:53Z"))).toBe("2026-03-14 09:26:53 UTC");
});

it.each(Object.entries(en))("%s is short, exact and calm", (_code, sentence) => {
  expect(sentence).not.toMatch(/!|\bplease\b|\boops\b/i);
  expect(sentence.trim()).toBe(sentence);
  expect(sentence.length).toBeGreaterThan(0);
});
