import { expect, it } from "vitest";
import {
  type ChangeableRule,
  keptUntil,
  mayBe,
  mayConfirmRule,
  mayPropose,
  maySeeRetention,
  mayWithdrawRule,
} from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const later = (ms: number) => new Date(Number(at) + ms);
const proposal = (about: Partial<NonNullable<ChangeableRule["proposal"]>> = {}) => ({
  ...{ askedById: "per_dov", expiresAt: later(1), isAskerEntitled: true },
  ...about,
});
const rule = (about: Partial<ChangeableRule> = {}): ChangeableRule => ({
  ...{ days: null, upcomingDays: undefined, proposal: null },
  ...about,
});
const dov = { id: "per_dov", roles: ["administrator"] } as const;
const fay = { id: "per_fay", roles: ["administrator", "approver"] } as const;
const cleo = { id: "per_cleo", roles: ["reviewer"] } as const;
const codeOf = (verdict: ReturnType<typeof mayBe>) => (verdict.ok ? "allowed" : verdict.code);

it.each([
  ["an administrator", dov, null, "allowed"],
  ["nobody else", cleo, null, "ROLE_MISSING"],
  ["not while another waits", fay, proposal(), "RETENTION_PROPOSED"],
] as const)("proposes a rule: %s", (_, person, waiting, code) => {
  expect(codeOf(mayPropose(person, rule({ proposal: waiting })))).toBe(code);
});

it.each([
  [30, rule(), "allowed"],
  [29, rule(), "INVALID_INPUT"],
  [0, rule(), "INVALID_INPUT"],
  [-30, rule(), "INVALID_INPUT"],
  [30.5, rule(), "INVALID_INPUT"],
  [Number.NaN, rule(), "INVALID_INPUT"],
  [36_500, rule(), "allowed"],
  [36_501, rule(), "INVALID_INPUT"],
  [null, rule(), "RETENTION_SAME"],
  [90, rule({ days: 90 }), "RETENTION_SAME"],
  // To say again what applies ends what would apply later.
  [90, rule({ days: 90, upcomingDays: 30 }), "allowed"],
  [null, rule({ upcomingDays: 30 }), "allowed"],
] as const)("a rule of %s days is checked", (days, now, code) => {
  expect(codeOf(mayBe(days, now))).toBe(code);
});

it.each([
  ["another", fay, proposal(), "allowed"],
  ["not whoever proposed it", dov, proposal(), "RETENTION_SELF_CONFIRMED"],
  ["nobody without the role", cleo, proposal(), "ROLE_MISSING"],
  ["not at the moment it expires", fay, proposal({ expiresAt: at }), "RETENTION_OVER"],
  ["not where nothing is proposed", fay, null, "RETENTION_OVER"],
  ["not of somebody who lost the role", fay, proposal({ isAskerEntitled: false }), "ASKER_WITHOUT_ROLE"],
] as const)("confirms a rule: %s", (_, person, waiting, code) => {
  expect(codeOf(mayConfirmRule(person, rule({ proposal: waiting }), at))).toBe(code);
});

it.each([
  ["whoever proposed it", dov, proposal(), "allowed"],
  ["another administrator", fay, proposal({ isAskerEntitled: false }), "allowed"],
  ["nobody else", cleo, proposal(), "ROLE_MISSING"],
  ["not where nothing is proposed", dov, null, "RETENTION_OVER"],
] as const)("takes back a rule: %s", (_, person, waiting, code) => {
  expect(codeOf(mayWithdrawRule(person, rule({ proposal: waiting })))).toBe(code);
});

it("is seen by reviewers and administrators", () => {
  expect([dov, cleo].map((person) => codeOf(maySeeRetention(person)))).toEqual(["allowed", "allowed"]);
  expect(codeOf(maySeeRetention({ roles: ["engineer", "approver"] }))).toBe("ROLE_MISSING");
});

const ended = (about: Partial<Parameters<typeof keptUntil>[0]> = {}) => ({
  ...{ isClassKnown: true, days: 30, isReviewed: true, endedAt: later(-30 * 86_400_000) },
  ...about,
});

it.each([
  ["a class without a rule", ended({ days: null }), { kind: "without-end", isClassKnown: true }],
  ["a class that nobody knows", ended({ isClassKnown: false }), { kind: "without-end", isClassKnown: false }],
  ["a session that runs", ended({ endedAt: null }), null],
  ["a time that is over", ended(), { kind: "until", until: at, days: 30 }],
  ["a time over, and no review", ended({ isReviewed: false }), { kind: "until-reviewed", days: 30 }],
  [
    "a time to come, and no review",
    ended({ isReviewed: false, endedAt: at }),
    { kind: "until", until: later(30 * 86_400_000), days: 30 },
  ],
])("says until when a recording is kept: %s", (_, session, kept) => {
  expect(keptUntil(session, at)).toEqual(kept);
});
