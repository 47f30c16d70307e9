import { describe, expect, it } from "vitest";
import { checkClosing, isReviewOwed, mayClose, type RuleReview } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const ana = { id: "per_ana", roles: ["engineer"] } as const;
const cleo = { id: "per_cleo", roles: ["reviewer"] } as const;
const dov = { id: "per_dov", roles: ["administrator"] } as const;
const eve = { id: "per_eve", roles: [] } as const;
const review = (change: Partial<RuleReview> = {}): RuleReview => ({
  state: "open",
  sessionState: "ended",
  excludedIds: [ana.id],
  ...change,
});

describe("mayClose", () => {
  it.each([
    ["Cleo", cleo, review(), null],
    ["Cleo, when the session failed after it was open", cleo, review({ sessionState: "failed" }), null],
    ["Ana, whose session it was", ana, review(), "REVIEW_OWN"],
    ["Cleo, when she held the keyboard", cleo, review({ excludedIds: [ana.id, cleo.id] }), "REVIEW_OWN"],
    [
      "a requester who reviews and administers",
      { ...ana, roles: ["reviewer", "administrator"] },
      review(),
      "REVIEW_OWN",
    ],
    ["Dov, who administers", dov, review(), "ROLE_MISSING"],
    ["Eve", eve, review(), "ROLE_MISSING"],
    ["Cleo, a second time", cleo, review({ state: "closed" }), "REVIEW_CLOSED"],
    ["Cleo, while the shell is open", cleo, review({ sessionState: "open" }), "SESSION_STILL_OPEN"],
    ["Cleo, while the shell is ending", cleo, review({ sessionState: "ending" }), "SESSION_STILL_OPEN"],
  ] as const)("%s", (_title, person, subject, code) => {
    const verdict = mayClose(person, subject);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("checkClosing", () => {
  it.each([
    ["the shortest notes", "12345", null],
    ["one character less", "1234", "INVALID_INPUT"],
    ["spaces", "         ", "INVALID_INPUT"],
    ["the longest notes", "x".repeat(4000), null],
    ["one character more", "x".repeat(4001), "INVALID_INPUT"],
  ])("%s", (_title, notes, code) => {
    const verdict = checkClosing({ verdict: "in-order", notes });
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("isReviewOwed", () => {
  const nothing = { startIntendedAt: null, openedAt: null, awsSessionId: null };
  it.each([
    ["ended after it was open", { ...nothing, state: "ended", startIntendedAt: at, openedAt: at }, true],
    ["found in AWS without us", { ...nothing, state: "ended", awsSessionId: "ana-0a1b" }, true],
    [
      "found in AWS, from before the portal watched",
      { ...nothing, state: "ended", awsSessionId: "ana-0a1b", imported: { isBeforeWatch: true } },
      false,
    ],
    ["ended while the start's answer was lost", { ...nothing, state: "ended", startIntendedAt: at }, true],
    ["ended before anything was tried", { ...nothing, state: "ended" }, false],
    ["failed after it was open", { ...nothing, state: "failed", openedAt: at }, true],
    ["failed when AWS refused the start", { ...nothing, state: "failed", startIntendedAt: at }, false],
    ["open", { ...nothing, state: "open", openedAt: at }, false],
    ["ending", { ...nothing, state: "ending", openedAt: at }, false],
  ])("%s", (_title, session, owed) => {
    expect(isReviewOwed(session)).toBe(owed);
  });
});
