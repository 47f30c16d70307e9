import { describe, expect, it } from "vitest";
import { osUserOrderProblems, osUserProblems, osUserSchema } from "./os-user";

describe("a user on nodes", () => {
  it.each(["reader", "svc_ops", "a.b-c", "Sudo"])("may be %s", (name) => {
    expect(osUserSchema.safeParse(name).success).toBe(true);
  });
  it.each(["root", "ROOT", "", "-x", "a b", "../root", "a".repeat(33)])("can't be %j", (name) => {
    expect(osUserSchema.safeParse(name).success).toBe(false);
  });
});

describe("the users that an account names", () => {
  it.each([
    [["reader", "operator"], undefined, []],
    [["reader"], "operator", [expect.stringContaining("runAs")]],
    [["reader", "reader"], undefined, [expect.stringContaining("twice")]],
    [[], "operator", []],
  ])("%j with runAs %j", (osUsers, runAs, problems) => {
    expect(osUserProblems({ osUsers, sessionDocument: { runAs } })).toEqual(problems);
  });

  it("stand in one order in all accounts that have them", () => {
    const account = (name: string, ...osUsers: string[]) => ({ name, osUsers });
    const core = account("core", "reader", "operator", "sudo");
    expect(
      osUserOrderProblems([core, account("data", "reader", "sudo"), account("edge", "x", "sudo")]),
    ).toEqual([]);
    expect(osUserOrderProblems([core, account("data", "sudo", "reader")])).toEqual([
      expect.stringContaining('"core" and "data"'),
    ]);
  });
});
