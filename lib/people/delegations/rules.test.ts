import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { creditedApprovals, LONGEST_DELEGATION_SECONDS, mayDelegate } from "./rules";
import type { UsedDelegation } from "./views";

const AT = new Date("2026-03-14T09:26:53Z");
const fay = { id: "per_fay", roles: ["approver"] } as const;
const ben = { id: "per_ben", roles: ["approver"], isDisabled: false };
const until = (seconds: number) => addSeconds(AT, seconds);
const free = { running: null, at: AT };

describe("to have somebody decide in one's place", () => {
  it.each([
    ["a second", 1],
    ["thirty days", LONGEST_DELEGATION_SECONDS],
  ])("may last %s", (_, seconds) => {
    expect(mayDelegate(fay as never, ben, until(seconds), free).ok).toBe(true);
  });

  it.each([
    ["is over before it begins", ben, 0, free, "INVALID_INPUT"],
    ["lasts a second more than thirty days", ben, LONGEST_DELEGATION_SECONDS + 1, free, "INVALID_INPUT"],
    ["has no end", ben, Number.NaN, free, "INVALID_INPUT"],
    ["names nobody known", null, 60, free, "NOT_FOUND"],
    ["names oneself", { ...ben, id: fay.id }, 60, free, "DELEGATE_UNFIT"],
    ["names a disabled account", { ...ben, isDisabled: true }, 60, free, "DELEGATE_UNFIT"],
    ["names no approver", { ...ben, roles: ["engineer"] }, 60, free, "DELEGATE_UNFIT"],
    ["is a second one", ben, 60, { running: { delegateName: "Gus" }, at: AT }, "DELEGATION_RUNNING"],
  ] as const)("is refused where it %s", (_, to, seconds, when, code) => {
    expect(mayDelegate(fay as never, to, until(seconds), when)).toMatchObject({ ok: false, code });
  });

  it("is for approvers", () => {
    const engineer = { ...fay, roles: ["engineer"] };
    expect(mayDelegate(engineer as never, ben, until(60), free)).toMatchObject({ code: "ROLE_MISSING" });
  });
});

const used: UsedDelegation = {
  ...{ delegatorId: "per_fay", delegatorName: "Fay", delegateId: "per_ben" },
  ...{ createdAt: until(-60), endsAt: until(60), withdrawnAt: null, usedAt: AT },
  ...{ groups: ["platform-leads"], groupsNow: ["platform-leads", "halligan-admins"] },
};
const given = (personId: string, groups: string[], change?: Partial<UsedDelegation>) => ({
  ...{ personId, groups },
  ...(change && { delegation: { ...used, ...change } }),
});
const credited = (...approvals: ReturnType<typeof given>[]) =>
  creditedApprovals(approvals, "per_ana").map(({ personId, groups }) => `${personId}: ${groups.join()}`);

describe("an approval given for an absent approver", () => {
  it("counts for the groups of both, once", () => {
    expect(credited(given("per_ben", ["sre-leads"], {}))).toEqual(["per_ben: sre-leads,platform-leads"]);
  });

  it.each<[string, Partial<UsedDelegation>]>([
    ["was withdrawn since", { withdrawnAt: until(30) }],
    ["began a moment later", { createdAt: until(0.001) }],
    ["had ended at that very moment", { endsAt: AT }],
    ["was made to another", { delegateId: "per_gus" }],
    ["is the requester's", { delegatorId: "per_ana" }],
    ["gave groups that were not theirs then", { groups: [] }],
    ["gave groups that are theirs no more", { groupsNow: ["halligan-admins"] }],
  ])("counts for its giver's own alone where what was delegated %s", (_, change) => {
    expect(credited(given("per_ben", ["sre-leads"], change))).toEqual(["per_ben: sre-leads"]);
  });

  it("counts though it has ended by itself since, and at its first moment", () => {
    expect(credited(given("per_ben", [], { createdAt: AT, endsAt: until(0.001) }))).toEqual([
      "per_ben: platform-leads",
    ]);
  });

  it("counts for nobody else once the absent approver decides themselves, before or after", () => {
    const [standIn, own] = [given("per_ben", [], {}), given("per_fay", ["platform-leads"])];
    expect(credited(standIn, own)).toEqual(["per_ben: ", "per_fay: platform-leads"]);
    expect(credited(own, standIn)).toEqual(["per_fay: platform-leads", "per_ben: "]);
  });

  it("counts for the first of two who decided in the same person's place", () => {
    const second = given("per_gus", [], { delegateId: "per_gus" });
    expect(credited(given("per_ben", [], {}), second)).toEqual(["per_ben: platform-leads", "per_gus: "]);
  });
});
