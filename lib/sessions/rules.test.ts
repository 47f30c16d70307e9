import { describe, expect, it } from "vitest";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import type { Role } from "@/lib/kernel/config/config";
import { addSeconds } from "@/lib/kernel/time";
import { durationSeconds, startReason } from "./opening/assume-role-params";
import { checkRight, mayEnd, type RightFacts, type RuleSession, reasonOfClosing } from "./rules";

const NOW = new Date("2026-03-14T09:26:53Z");

function who(name: string, ...roles: Role[]): PersonActor {
  const ids = { id: `per_${name}`, signInId: `sgn_${name}` } as const;
  return { kind: "person", ...ids, name, roles, groups: [], groupsReadAt: NOW, origin: "test" };
}
const ana = who("ana", "engineer");
const ben = who("ben", "engineer", "approver");
const dov = who("dov", "administrator");
const eve = who("eve");
const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };

const grant = { id: "grt_1", personId: ana.id, startsAt: NOW, endsAt: addSeconds(NOW, 600), endedAt: null };
const session: RuleSession = { id: "ses_1", personId: ana.id, state: "open" };
const code = (verdict: { ok: true } | { ok: false; code: string }) => (verdict.ok ? "allowed" : verdict.code);

describe("an open session may go on", () => {
  const signIn = { personId: ana.id, endedAt: null, expiresAt: addSeconds(NOW, 60) };
  const facts: RightFacts = { session, grant, personDisabledAt: null, signIn };
  it("while no client is attached", () => {
    expect(code(checkRight({ session, grant, personDisabledAt: null }, NOW))).toBe("allowed");
  });

  it.each<[string, Partial<RightFacts>, string]>([
    ["while everything holds", {}, "allowed"],
    ["not when it is ending", { session: { ...session, state: "ending" } }, "SESSION_OVER"],
    ["not when it failed", { session: { ...session, state: "failed" } }, "SESSION_OVER"],
    ["not when the grant was ended", { grant: { ...grant, endedAt: NOW } }, "GRANT_OVER"],
    ["not at the window's end", { grant: { ...grant, endsAt: NOW } }, "GRANT_OVER"],
    ["not when the person was disabled", { personDisabledAt: NOW }, "PERSON_DISABLED"],
    ["while the person is an engineer", { roles: ["engineer", "reviewer"] }, "allowed"],
    ["not when the person is no longer an engineer", { roles: ["reviewer"] }, "ROLE_MISSING"],
    ["not when the sign-in ended", { signIn: { ...signIn, endedAt: NOW } }, "NOT_SIGNED_IN"],
    ["not when the sign-in ran out", { signIn: { ...signIn, expiresAt: NOW } }, "NOT_SIGNED_IN"],
    ["not with an unknown sign-in", { signIn: null }, "NOT_SIGNED_IN"],
    ["not with another's sign-in", { signIn: { ...signIn, personId: eve.id } }, "NOT_YOUR_SESSION"],
    ["not without a grant", { grant: null }, "NOT_YOUR_SESSION"],
  ])("%s", (_, change, expected) => {
    expect(code(checkRight({ ...facts, ...change }, NOW))).toBe(expected);
  });

  it.each([
    [-1, "allowed"],
    [0, "GRANT_OVER"],
    [1, "GRANT_OVER"],
  ])("until its window's end, %i s from it", (seconds, expected) => {
    const lasting = { ...facts, signIn: { ...signIn, expiresAt: addSeconds(NOW, 3600) } };
    expect(code(checkRight(lasting, addSeconds(grant.endsAt, seconds)))).toBe(expected);
  });
});

describe("a session may be ended", () => {
  it.each<[string, Parameters<typeof mayEnd>[0], Parameters<typeof mayEnd>[2], string]>([
    ["by its person, without a word", ana, {}, "ended-by-person"],
    ["by an approver who says why", ben, { note: "seen enough" }, "ended-by-approver"],
    ["by an administrator who says why", dov, { note: "seen enough" }, "ended-by-administrator"],
    ["by a process", jobs, { reason: "window-ended" }, "window-ended"],
  ])("%s", (_, actor, given, reason) => {
    expect(mayEnd(actor, session, given)).toEqual({ ok: true, value: reason });
  });

  it.each<[string, Parameters<typeof mayEnd>[0], Parameters<typeof mayEnd>[2], string]>([
    ["by an approver without a reason", ben, { note: "  " }, "REASON_MISSING"],
    ["by Eve", eve, { note: "because" }, "NOT_YOUR_SESSION"],
    ["with a reason that nobody would read", ben, { note: "x".repeat(501) }, "TOO_LARGE"],
  ])("not %s", (_, actor, given, expected) => {
    expect(code(mayEnd(actor, session, given))).toBe(expected);
  });

  it("not twice", () => {
    expect(code(mayEnd(ana, { ...session, state: "ended" }, {}))).toBe("SESSION_OVER");
  });

  it("takes the reason of a person from who they are, not from what they say", () => {
    expect(mayEnd(ana, session, { reason: "swept" })).toEqual({ ok: true, value: "ended-by-person" });
  });
});

describe("what AWS is told and tells", () => {
  it("credentials last until the window's end, within AWS's limits", () => {
    expect(durationSeconds(NOW, addSeconds(NOW, 60))).toBe(900);
    expect(durationSeconds(NOW, addSeconds(NOW, 1800))).toBe(1800);
    expect(durationSeconds(NOW, addSeconds(NOW, 7200))).toBe(3600);
  });

  it("the reason of a start is the request and the incident, without what a person could smuggle in", () => {
    expect(startReason({ id: "req_1", incident: null })).toBe("req_1");
    expect(startReason({ id: "req_1", incident: "INC-4711\u001b[31m\n<b>" })).toBe("req_1 INC-471131mb");
    expect(startReason({ id: "req_1", incident: "x".repeat(400) })).toHaveLength(256);
  });

  it("a channel closed without a word is an exit", () => {
    expect(reasonOfClosing("")).toBe("exited");
    expect(reasonOfClosing("Session timed out")).toBe("aws-ended");
  });
});
