import { describe, expect, it } from "vitest";
import type { Obligations } from "@/lib/policy/obligations";
import {
  glassPhrase,
  isGlassPhrase,
  isNoteOverdue,
  mayJudge,
  mayNote,
  priceOf,
  type RuleGlass,
  withCosigner,
} from "./rules";

const now = new Date("2026-03-14T09:26:53Z");
const OBLIGATIONS: Obligations = {
  ...{ approvals: [], longestWindowSeconds: 900, stepUp: "none", watcher: "none" },
  ...{ inputRecording: "counted", missingAgentLog: "flag", spool: "never" },
};
const one = [{ count: 1, groups: ["sre-leads"] }];

describe("what is typed", () => {
  const id = "i-0f3a9c41d7e25b91c";
  it.each(["payments-api-2", "web 1", "支付-api", "db_1.eu (old)", "Zürich", "Zu\u0308rich"])(
    "%j is the name itself",
    (name) => {
      expect(glassPhrase({ id, name })).toBe(name.normalize("NFC"));
      expect(isGlassPhrase(` ${name} `, { id, name })).toBe(true);
      expect(isGlassPhrase(id, { id, name })).toBe(false);
    },
  );

  it.each([
    ["blanks that a page draws as one", "web  1"],
    ["a blank at its end", "web-1 "],
    ["what draws nothing", "web\u200b-1"],
    ["what turns a line around", "web\u202e1-"],
    ["a hyphen that no keyboard has", "web\u20111"],
    ["a line feed", "web\n1"],
    ["nothing", ""],
    ["more than anybody types", "x".repeat(65)],
  ])("is the id where the name has %s", (_, name) => {
    expect(glassPhrase({ id, name })).toBe(id);
    expect(isGlassPhrase(id, { id, name })).toBe(true);
    expect(isGlassPhrase(name, { id, name })).toBe(false);
  });
});

describe("what breaking the glass costs", () => {
  it.each([
    ["the first of the month", { used: 0 }, { unit: 1, cosignerFor: null }],
    ["the last of the month", { used: 1 }, { unit: 2, cosignerFor: null }],
    ["one more", { used: 2 }, { unit: null, cosignerFor: "budget-spent" }],
    ["a lowered budget", { used: 5 }, { unit: null, cosignerFor: "budget-spent" }],
    ["an overdue note", { owesOverdueNote: true }, { unit: null, cosignerFor: "note-overdue" }],
    ["a rule that asks for somebody", { approvals: one }, { unit: null, cosignerFor: "rule" }],
  ] as const)("%s", (_, change, price) => {
    expect(priceOf({ used: 0, budget: 2, owesOverdueNote: false, approvals: [], ...change })).toEqual(price);
  });

  it("nothing that is free where the budget is none", () => {
    expect(priceOf({ used: 0, budget: 0, owesOverdueNote: false, approvals: [] })).toEqual({
      ...{ unit: null, cosignerFor: "budget-spent" },
    });
  });

  it("a co-signer is one of those who decide a request for the same, or any approver where that takes nobody", () => {
    const spent = { unit: null, cosignerFor: "budget-spent" } as const;
    const groups = { ofRequest: ["platform-leads"], ofApprovers: ["sre-leads", "platform-leads"] };
    expect(withCosigner(OBLIGATIONS, spent, groups).approvals).toEqual([
      { count: 1, groups: ["platform-leads"] },
    ]);
    expect(withCosigner(OBLIGATIONS, spent, { ...groups, ofRequest: [] }).approvals).toEqual([
      { count: 1, groups: ["platform-leads", "sre-leads"] },
    ]);
    expect(withCosigner(OBLIGATIONS, { unit: 1, cosignerFor: null }, groups)).toEqual(OBLIGATIONS);
    const ruled = { ...OBLIGATIONS, approvals: one };
    expect(withCosigner(ruled, { unit: null, cosignerFor: "rule" }, groups)).toEqual(ruled);
  });
});

it("a note is overdue from the second on which it is due, unless it is written", () => {
  expect(isNoteOverdue({ note: null, noteDueAt: new Date(now.getTime() + 1) }, now)).toBe(false);
  expect(isNoteOverdue({ note: null, noteDueAt: now }, now)).toBe(true);
  expect(isNoteOverdue({ note: "Done", noteDueAt: now }, now)).toBe(false);
  expect(isNoteOverdue({ note: null, noteDueAt: null }, now)).toBe(false);
});

describe("who says what afterwards", () => {
  const glass: RuleGlass = {
    ...{ personId: "per_ana", brokenAt: now, note: null, verdict: null, reviewerIds: ["per_hal"] },
  };
  const ana = { id: "per_ana", roles: ["engineer", "approver", "administrator"] } as const;
  const fay = { id: "per_fay", roles: ["approver"] } as const;
  it.each([
    ["whoever broke it", ana, {}, "SELF_RATIFICATION"],
    ["who is no approver", { id: "per_cleo", roles: ["reviewer"] }, {}, "ROLE_MISSING"],
    ["who reviewed it", { id: "per_hal", roles: ["approver", "reviewer"] }, {}, "THIRD_PERSON_NEEDED"],
    ["anybody while it is whole", fay, { brokenAt: null }, "GLASS_WHOLE"],
    ["a second one", fay, { verdict: "ratified" }, "GLASS_JUDGED"],
  ] as const)("no verdict of %s", (_, person, change, code) => {
    expect(mayJudge(person, { ...glass, ...change })).toMatchObject({ ok: false, code });
    expect(mayJudge(fay, glass).ok).toBe(true);
  });

  it.each([
    ["another", fay, {}, "NOT_THE_REQUESTER"],
    ["its person while it is whole", ana, { brokenAt: null }, "GLASS_WHOLE"],
    ["its person twice", ana, { note: "Done" }, "GLASS_NOTED"],
  ] as const)("no note of %s", (_, person, change, code) => {
    expect(mayNote(person, { ...glass, ...change })).toMatchObject({ ok: false, code });
    expect(mayNote(ana, glass).ok).toBe(true);
  });
});
