import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import {
  checkNode,
  checkRunning,
  coversWanted,
  firstUse,
  type GrantScope,
  issuedWindow,
  mayEnd,
  mayExtend,
  mayStart,
  mayStartOn,
  type RuleGrant,
  unusedUntil,
  type Wanted,
} from "./rules";

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

describe("mayExtend", () => {
  const window = { windowStart: "approval", windowSeconds: 1800, firstUsedAt: null } as const;
  const used = { ...grant(), ...window, isBreakGlass: false };
  it.each([
    ["Ana, whose it is", ana, used, null, null],
    ["Ben, who approved it", ben, used, null, "NOT_THE_GRANTEE"],
    ["Dov, who administers", dov, used, null, "NOT_THE_GRANTEE"],
    ["Ana, no engineer any more", { ...ana, roles: [] }, used, null, "ROLE_MISSING"],
    ["Ana, at its end", ana, { ...used, endsAt: at }, null, "GRANT_OVER"],
    ["Ana, after it was revoked", ana, { ...used, endedAt: addSeconds(at, -1) }, null, "GRANT_OVER"],
    ["Ana, before it begins", ana, { ...used, startsAt: addSeconds(at, 1) }, null, "GRANT_NOT_STARTED"],
    ["Ana, before its first use", ana, { ...used, windowStart: "first-use" }, null, "GRANT_UNUSED"],
    ["Ana, of a broken glass", ana, { ...used, isBreakGlass: true }, null, "GLASS_NOT_EXTENDED"],
    ["Ana, a second time", ana, used, { requestId: "req_2" }, "ALREADY_EXTENDED"],
  ] as const)("%s", (_title, person, subject, extended, code) => {
    const verdict = mayExtend(person, subject, extended, at);
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

const tags = { Service: "payments-api" };
const node = (id: string, change: object = {}) => ({
  ...{ id, accountId: "111122223333", region: "eu-west-1", tags, missingSince: null, isOnline: true },
  ...change,
});
const named = (...ids: string[]): GrantScope => ({
  selector: null,
  mostNodes: null,
  nodes: ids.map((id) => ({ id, isMissing: false })),
});
const selecting = (mostNodes: number, used: string[] = [], gone: string[] = []): GrantScope => ({
  selector: { tags },
  mostNodes,
  nodes: [...used.map((id) => ({ id, isMissing: false })), ...gone.map((id) => ({ id, isMissing: true }))],
});

describe("a shell under a grant", () => {
  it.each<[string, GrantScope, ReturnType<typeof node>, string | null]>([
    ["on a node that it names", named("i-1", "i-2"), node("i-2"), null],
    ["on a node that it doesn't name", named("i-1"), node("i-2"), "NODE_UNKNOWN"],
    ["on a node that is gone", named("i-1"), node("i-1", { missingSince: at }), "NODE_UNKNOWN"],
    ["on the first node that its tags mean", selecting(1), node("i-1"), null],
    ["on the one that was used before", selecting(1, ["i-1"]), node("i-1"), null],
    ["on another while that is there", selecting(1, ["i-1"]), node("i-2"), "NODES_EXHAUSTED"],
    ["on another when that is gone", selecting(1, [], ["i-1"]), node("i-2"), null],
    ["on the second of two", selecting(2, ["i-1"]), node("i-2"), null],
    ["on a third of two", selecting(2, ["i-1", "i-2"]), node("i-3"), "NODES_EXHAUSTED"],
    [
      "on one that was used, and has lost the tag",
      selecting(1, ["i-1"]),
      node("i-1", { tags: {} }),
      "SELECTOR_MISMATCH",
    ],
    [
      "on one with other tags",
      selecting(1),
      node("i-1", { tags: { Service: "search" } }),
      "SELECTOR_MISMATCH",
    ],
    [
      "on one that its tags mean and is gone",
      selecting(1),
      node("i-1", { missingSince: at }),
      "NODE_UNKNOWN",
    ],
    ["whose number was lost", { ...selecting(1), mostNodes: null }, node("i-1"), "NODES_EXHAUSTED"],
  ])("%s", (_title, scope, subject, code) => {
    const verdict = checkNode(scope, subject);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

describe("mayStartOn", () => {
  const whole = { ...grant(), ...named("i-1") };
  it.each([
    ["Ana on its node", ana, whole, node("i-1"), null, null],
    ["Eve on its node", eve, whole, node("i-1"), null, "NOT_THE_GRANTEE"],
    ["Ana, no engineer any more", { ...ana, roles: [] }, whole, node("i-1"), null, "ROLE_MISSING"],
    ["Ana, when it is gone", ana, whole, node("i-1", { missingSince: at }), null, "NODE_UNKNOWN"],
    ["Gus on its node", gus, whole, node("i-1"), null, "NOT_THE_GRANTEE"],
    ["Ana on another", ana, whole, node("i-2"), null, "NODE_UNKNOWN"],
    ["Ana, when it is offline", ana, whole, node("i-1", { isOnline: false }), null, "NODE_OFFLINE"],
    ["Ana, while hers is open", ana, whole, node("i-1"), { id: "ses_9", state: "open" }, "SESSION_RUNNING"],
    [
      "Ana, while hers is being opened",
      ana,
      whole,
      node("i-1"),
      { id: "ses_9", state: "opening" },
      "SESSION_RUNNING",
    ],
    ["Ana, while hers is being ended", ana, whole, node("i-1"), { id: "ses_9", state: "ending" }, null],
    ["Ana, after the window", ana, { ...whole, endsAt: at }, node("i-1"), null, "GRANT_OVER"],
  ] as const)("%s", (_title, person, subject, where, running, code) => {
    const verdict = mayStartOn(person, subject, where, running, at);
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });

  it("finds the session that was created and never opened", () => {
    const running = { id: "ses_9", state: "created" };
    expect(mayStartOn(ana, whole, node("i-1"), running, at)).toEqual({ ok: true, value: { reuse: "ses_9" } });
  });
});

describe("a grant whose window starts with its first use", () => {
  const lengths = { windowSeconds: 900, startWithinSeconds: 3600 };
  const unused = { windowStart: "first-use", windowSeconds: 900, firstUsedAt: null } as const;

  it("is issued for the time to start, and gets its window then, once", () => {
    const issued = issuedWindow("first-use", at, lengths);
    expect(issued).toEqual({ startsAt: at, endsAt: addSeconds(at, 3600) });
    const late = addSeconds(at, 3599);
    const used = firstUse(unused, late);
    expect(used).toEqual({ startsAt: late, endsAt: addSeconds(late, 900), firstUsedAt: late });
    expect(firstUse({ ...unused, ...used }, addSeconds(late, 1))).toBeNull();
    expect(unusedUntil({ ...unused, ...issued, endedAt: null })).toEqual(issued.endsAt);
    expect(unusedUntil({ ...unused, ...issued, ...used, endedAt: null })).toBeNull();
    expect(unusedUntil({ ...unused, ...issued, endedAt: at })).toBeNull();
  });

  it("differs from one whose window starts with the approval", () => {
    const issued = issuedWindow("approval", at, lengths);
    expect(issued).toEqual({ startsAt: at, endsAt: addSeconds(at, 900) });
    expect(firstUse({ ...unused, windowStart: "approval" }, at)).toBeNull();
    expect(unusedUntil({ ...unused, ...issued, windowStart: "approval", endedAt: null })).toBeNull();
  });
});

describe("there is nothing to ask for", () => {
  const ask = (...ids: string[]): Wanted => ({
    nodes: ids.map((id) => node(id)),
    selector: null,
    mostNodes: null,
  });
  const askBy = (mostNodes: number, selected: Record<string, string> = tags): Wanted => ({
    ...{ nodes: [node("i-1")], selector: { tags: selected }, mostNodes },
  });
  it.each<[string, GrantScope, Wanted, boolean]>([
    ["when each node is named", named("i-1", "i-2"), ask("i-2"), true],
    ["but not when one isn't", named("i-1"), ask("i-1", "i-2"), false],
    ["when the node is one of the selector's", selecting(1), ask("i-1"), true],
    ["but not when its place is taken", selecting(1, ["i-2"]), ask("i-1"), false],
    ["when whoever took the place is gone", selecting(1, [], ["i-2"]), ask("i-1"), true],
    ["but not when two are wanted of one", selecting(1), ask("i-1", "i-2"), false],
    ["when the same is selected", selecting(2), askBy(2), true],
    ["when less is selected", selecting(2), askBy(1, { ...tags, Team: "payments" }), true],
    ["but not when more at a time are wanted", selecting(1), askBy(2), false],
    ["but not when more is selected", selecting(2), askBy(1, { Team: "payments" }), false],
    ["but not when named nodes match today: others may tomorrow", named("i-1"), askBy(1), false],
  ])("%s", (_title, scope, wanted, covers) => {
    expect(coversWanted(scope, wanted)).toBe(covers);
  });
});
