import { describe, expect, it } from "vitest";
import { mayReadAudit } from "@/lib/audit/rules";
import { hasRole, type PersonActor } from "@/lib/kernel/actor";
import { ROLES } from "@/lib/kernel/config/config";
import { isSameSet, rolesOf } from "./roles";
import { mayAdminister } from "./rules";
import { canSee } from "./visibility";

const MAPPING = {
  engineer: ["engineers"],
  approver: ["sre-leads", "platform-leads"],
  reviewer: ["security-review"],
  administrator: ["halligan-admins"],
};

describe("roles come from groups", () => {
  it.each([
    ["Ana", ["engineers", "payments-oncall"], ["engineer"]],
    ["Ben", ["engineers", "sre-leads"], ["engineer", "approver"]],
    ["Cleo", ["security-review"], ["reviewer"]],
    ["Dov", ["halligan-admins"], ["administrator"]],
    ["Eve", [], []],
    ["Fay", ["platform-leads", "halligan-admins"], ["approver", "administrator"]],
    ["somebody in groups that begin or end alike", ["engineers-alumni", "Engineers", "halligan-admins "], []],
  ])("%s", (_name, groups, roles) => {
    expect(rolesOf(groups, MAPPING)).toEqual(roles);
  });
});

describe("a set of groups", () => {
  it("has changed when a name has, not when the order has", () => {
    expect(isSameSet(["a", "b"], ["b", "a"])).toBe(true);
    expect(isSameSet(["a"], ["a", "b"])).toBe(false);
    expect(isSameSet(["a", "b"], ["a"])).toBe(false);
    expect(isSameSet(["a", "c"], ["a", "b"])).toBe(false);
  });
});

function actor(roles: PersonActor["roles"]): PersonActor {
  return {
    kind: "person",
    id: "per_01kask1t2v3w4x5y6z7a8b9c0d",
    name: "Ana Duarte",
    roles,
    groups: [],
    groupsReadAt: new Date("2026-03-14T09:26:53Z"),
    signInId: "sgn_01kask1t2v3w4x5y6z7a8b9c0d",
    origin: "test",
  };
}

describe("what a role may", () => {
  it("only administrators change who has access", () => {
    for (const role of ROLES) expect(mayAdminister(actor([role])).ok).toBe(role === "administrator");
    expect(mayAdminister(actor([]))).toMatchObject({ ok: false, code: "ROLE_MISSING" });
    expect(mayAdminister({ kind: "system", name: "jobs", origin: "test" }).ok).toBe(false);
  });

  it("the audit's own rule says what the table of visibility says", () => {
    for (const roles of [[], ...ROLES.map((role) => [role])])
      expect(mayReadAudit(actor(roles)).ok).toBe(canSee(actor(roles), "audit"));
    expect(hasRole(actor(["reviewer"]), "reviewer")).toBe(true);
  });
});
