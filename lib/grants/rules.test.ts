import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { checkRunning, mayEnd, mayStart, type RuleGrant } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const ana = { id: "per_ana", roles: ["engineer"] } as const;
const gus = { id: "per_gus", roles: ["engineer"] } as const;
const ben = { id: "per_ben", roles: ["engineer", "approver"] } as const;
const cleo = { id: "per_cleo", roles: ["reviewer"] } as const;
const dov = { id: "per_dov", roles: ["administrator"] } as const;
const eve = { id: "per_eve", roles: [] } as const;
const grant = (change: Partial<RuleGrant> = {}): RuleGrant => ({
  id: "grt_1",
  personId: ana.id,
  startsAt: addSeconds(at, -60),
  endsAt: addSeconds(at, 1740),
  endedAt: null,
  ...change,
});

describe("a grant's window is [start, end)", () => {
  it.each([
    ["a second before its start", { startsAt: addSeconds(at, 1) }, "GRANT_NOT_STARTED"],
    ["at its start", { startsAt: at }, null],
    ["a second after its start", { startsAt: addSeconds(at, -1) }, null],
    ["a second before its end", { endsAt: addSeconds(at, 1) }, null],
    ["at its end", { endsAt: at }, "GRANT_OVER"],
    ["a second after its end", { endsAt: addSeconds(at, -1) }, "GRANT_OVER"],
    ["ended before", { endedAt: addSeconds(at, -1) }, "GRANT_OVER"],
  ])("%s", (_title, change, code) => {
    const verdict = checkRunning(grant(change), at);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("mayStart", () => {
  it.each([
    ["Ana, whose it is", ana, grant(), null],
    ["Ben, who approved it", ben, grant(), "NOT_THE_GRANTEE"],
    ["Dov, who administers", dov, grant(), "NOT_THE_GRANTEE"],
    ["Ana, no engineer any more", { ...ana, roles: [] }, grant(), "ROLE_MISSING"],
    ["Ana, after the window", ana, grant({ endsAt: at }), "GRANT_OVER"],
  ])("%s", (_title, person, subject, code) => {
    const verdict = mayStart(person, subject, at);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("mayEnd", () => {
  it.each([
    ["Ana hands back her own without a reason", ana, null, grant(), "ended-by-person"],
    ["Ben ends it with a reason", ben, "wrong node", grant(), "ended-by-approver"],
    ["Dov ends it with a reason", dov, "wrong node", grant(), "ended-by-administrator"],
    ["Ben hands back his own", ben, null, grant({ personId: ben.id }), "ended-by-person"],
    ["Ben without a reason", ben, null, grant(), "REASON_MISSING"],
    ["Dov with spaces for a reason", dov, "   ", grant(), "REASON_MISSING"],
    ["Gus, another engineer", gus, "wrong node", grant(), "NOT_THE_GRANTEE"],
    ["Cleo, who reviews", cleo, "wrong node", grant(), "NOT_THE_GRANTEE"],
    ["Eve", eve, "wrong node", grant(), "NOT_THE_GRANTEE"],
    ["Ana, when it is over", ana, null, grant({ endsAt: at }), "GRANT_OVER"],
    ["Ana, a second time", ana, null, grant({ endedAt: at }), "GRANT_OVER"],
  ])("%s", (_title, person, reason, subject, expected) => {
    const verdict = mayEnd(person, subject, reason, at);
    expect(verdict.ok ? verdict.value : verdict.code).toBe(expected);
  });
});
