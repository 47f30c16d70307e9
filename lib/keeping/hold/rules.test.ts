import { expect, it } from "vitest";
import {
  type HoldableSession,
  mayAskLifting,
  mayConfirmLifting,
  mayPlaceHold,
  mayWithdrawLifting,
} from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const later = (ms: number) => new Date(Number(at) + ms);
const asked = (by = "per_dov", expiresAt = later(1), isAskerEntitled = true) => ({
  ...{ askedById: by, expiresAt, isAskerEntitled },
});
const session = (about: Partial<HoldableSession> = {}): HoldableSession => ({
  ...{
    isOver: true,
    hasRecording: true,
    isDeleted: false,
    isHeld: true,
    excludedIds: ["per_ana"],
    lifting: null,
  },
  ...about,
});
const cleo = { id: "per_cleo", roles: ["reviewer"] } as const;
const dov = { id: "per_dov", roles: ["administrator"] } as const;
const ana = { id: "per_ana", roles: ["reviewer"] } as const;
const ben = { id: "per_ben", roles: ["approver", "engineer"] } as const;
const codeOf = (verdict: ReturnType<typeof mayPlaceHold>) => (verdict.ok ? "allowed" : verdict.code);

it.each([
  ["a reviewer", cleo, { isHeld: false }, "allowed"],
  ["an administrator", dov, { isHeld: false }, "allowed"],
  ["whoever held the session", ana, { isHeld: false }, "allowed"],
  ["nobody else", ben, { isHeld: false }, "ROLE_MISSING"],
  ["not twice", cleo, {}, "RECORDING_HELD"],
  ["not twice, deleted or not", cleo, { isDeleted: true }, "RECORDING_HELD"],
  ["not what is gone", cleo, { isHeld: false, isDeleted: true }, "RECORDING_DELETED"],
  ["not what was never recorded", cleo, { isHeld: false, hasRecording: false }, "RECORDING_MISSING"],
  ["what will be recorded", cleo, { isHeld: false, hasRecording: false, isOver: false }, "allowed"],
] as const)("places a hold: %s", (_, person, about, code) => {
  expect(codeOf(mayPlaceHold(person, session(about)))).toBe(code);
});

it.each([
  ["a reviewer", cleo, {}, "allowed"],
  ["an administrator", dov, {}, "allowed"],
  ["not whoever held the session", ana, {}, "DELETION_OWN"],
  ["nobody else", ben, {}, "ROLE_MISSING"],
  ["not where there is none", cleo, { isHeld: false }, "HOLD_LIFT_OVER"],
  ["not while somebody asks", cleo, { lifting: asked() }, "HOLD_LIFT_ASKED"],
] as const)("asks that a hold is lifted: %s", (_, person, about, code) => {
  expect(codeOf(mayAskLifting(person, session(about)))).toBe(code);
});

it.each([
  ["another", cleo, asked(), "allowed"],
  ["not whoever asked", dov, asked(), "HOLD_LIFT_SELF_CONFIRMED"],
  [
    "not whoever asked, with another role",
    { ...dov, roles: ["reviewer"] },
    asked(),
    "HOLD_LIFT_SELF_CONFIRMED",
  ],
  ["not whoever held the session", ana, asked(), "DELETION_OWN"],
  ["nobody who lost the role", { ...cleo, roles: [] }, asked(), "ROLE_MISSING"],
  ["not at the moment it expires", cleo, asked("per_dov", at), "HOLD_LIFT_OVER"],
  ["not afterwards", cleo, asked("per_dov", later(-1)), "HOLD_LIFT_OVER"],
  ["not of somebody who lost the role", cleo, asked("per_dov", later(1), false), "ASKER_WITHOUT_ROLE"],
  ["not where nobody asked", cleo, null, "HOLD_LIFT_OVER"],
] as const)("confirms that a hold is lifted: %s", (_, person, lifting, code) => {
  expect(codeOf(mayConfirmLifting(person, session({ lifting }), at))).toBe(code);
});

it.each([
  ["whoever asked", dov, asked(), "allowed"],
  ["another who may lift", cleo, asked(), "allowed"],
  ["not whoever held the session", ana, asked(), "DELETION_OWN"],
  ["nobody else", ben, asked(), "ROLE_MISSING"],
  ["not where nobody asked", cleo, null, "HOLD_LIFT_OVER"],
] as const)("takes back a request to lift a hold: %s", (_, person, lifting, code) => {
  expect(codeOf(mayWithdrawLifting(person, session({ lifting })))).toBe(code);
});
