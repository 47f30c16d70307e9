import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compilePolicy } from "../compile/compile";
import { builtInPolicy } from "../evaluate";
import { casesSchema, runCases } from "./cases";

const shipped = casesSchema.parse(JSON.parse(readFileSync("policy/default-cases.json", "utf8")));

describe("cases", () => {
  it("that come with the portal are answered by its rules as expected", () => {
    expect(runCases(builtInPolicy(), shipped).flatMap(({ differences }) => differences)).toEqual([]);
  });

  it("say who is on call, for which of their groups", () => {
    const text = `@id("pager") permit (principal, action == Action::"request", resource)
      when { principal.onCall.contains(Group::"payments") };
      @id("any-pager") permit (principal, action == Action::"request", resource in Protection::"staging")
      when { !principal.onCall.isEmpty() };`;
    const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    const of = (onCall: string[], protection: string, rules: string[]) => ({
      ...{ name: "x", person: { groups: ["payments", "search"], onCall }, node: { protection } },
      expect: { permitted: rules.length > 0, rules },
    });
    const cases = casesSchema.parse([
      of([], "staging", []),
      of(["payments"], "production", ["pager"]),
      of(["search"], "production", []),
      of(["search"], "staging", ["any-pager"]),
    ]);
    expect(runCases(compiled.policy, cases).flatMap(({ differences }) => differences)).toEqual([]);
  });

  it("say as whom on the node, and never as root", () => {
    const text = `@id("reader") permit (principal, action == Action::"request", resource)
      when { context has osUser && context.osUser == "reader" };`;
    const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    const of = (osUser: string | undefined, permitted: boolean) => ({
      ...{ name: "x", person: {}, node: { protection: "staging" }, osUser, expect: { permitted } },
    });
    const cases = casesSchema.parse([of("reader", true), of("sudo", false), of(undefined, false)]);
    expect(runCases(compiled.policy, cases).flatMap(({ differences }) => differences)).toEqual([]);
    expect(casesSchema.safeParse([of("root", false)]).error?.issues[0]?.message).toBe("can't be root");
  });

  it("say what is otherwise: the answer, the rules, what it takes", () => {
    const text = `@id("all") @approvals("1 of b, a; 2 of c") permit (principal, action == Action::"request", resource)
      when { resource.region == "eu-west-1" };`;
    const compiled = compilePolicy("test", [{ name: "a.cedar", text }]);
    if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
    const node = { protection: "production" };
    const cases = casesSchema.parse([
      {
        name: "same",
        person: {},
        node,
        expect: { permitted: true, approvals: "2 of c; 1 of a, b", stepUp: "passkey" },
      },
      { name: "less", person: {}, node, expect: { permitted: true, approvals: "1 of a", rules: ["none"] } },
      { name: "refused", person: {}, node: { ...node, region: "us-east-1" }, expect: { permitted: true } },
    ]);
    expect(runCases(compiled.policy, cases)).toEqual([
      { name: "same", differences: [] },
      {
        name: "less",
        differences: [
          "rules: expected [none], got [all]",
          "approvals: expected 1 of a, got 1 of a, b; 2 of c",
        ],
      },
      {
        name: "refused",
        differences: [
          "permitted: expected true, got false",
          'refused with NOT_PERMITTED_BY_RULE: {"why":"noRule","nodes":["i-case"]}',
        ],
      },
    ]);
  });
});
