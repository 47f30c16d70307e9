import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePolicy } from "../compile/compile";
import { decideNodes, nodeClass, personClass } from "./classes";
import { decideNode } from "./decide";

const ASK = 'action == Action::"request"';
function policyOf(...rules: string[]) {
  const compiled = compilePolicy("test", [{ name: "a.cedar", text: rules.join("\n") }]);
  if (!compiled.ok) throw new TypeError(compiled.problems[0]?.message);
  return compiled.policy;
}
const permit = (id: string, head: string, when = "true") => `@id("${id}") permit (${head}) when { ${when} };`;

const POLICY = policyOf(
  permit(
    "team",
    `principal in Group::"a", ${ASK}, resource in Account::"111122223333"`,
    'resource.hasTag("Team") && resource.getTag("Team") == "a"',
  ),
  permit("one", `principal in Role::"engineer", ${ASK}, resource == Node::"i-1"`),
  permit(
    "listed",
    `principal, ${ASK}, resource`,
    '[Node::"i-2", Node::"i-3"].contains(resource) && principal in [Group::"b"]',
  ),
  permit("pager", `principal, ${ASK}, resource in Protection::"staging"`, "principal in principal.onCall"),
  permit("person", `principal == Person::"per_1", ${ASK}, resource`),
  permit(
    "empty",
    `principal, ${ASK}, resource`,
    'resource.hasTag("__proto__") && resource.getTag("__proto__") == ""',
  ),
  `@id("us") @reason("r") forbid (principal, ${ASK}, resource) when { resource.region like "us-*" };`,
);

const nodes = fc.array(
  fc.record({
    id: fc.constantFrom("i-1", "i-2", "i-3", "i-4", "i-5"),
    accountId: fc.constantFrom("111122223333", "444455556666"),
    region: fc.constantFrom("eu-west-1", "us-east-1"),
    protection: fc.constantFrom("staging" as const, "production" as const),
    tags: fc.dictionary(fc.constantFrom("Team", "Name", "toString"), fc.constantFrom("a", "b", "")),
  }),
  { maxLength: 12 },
);
const groups = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"));
const people = fc.record({
  id: fc.constantFrom("per_1", "per_2"),
  roles: fc.uniqueArray(fc.constantFrom("engineer" as const, "reviewer" as const)),
  ...{ groups, onCall: groups },
});
const asked = {
  action: "request",
  windowSeconds: 900,
  osUser: null,
  at: new Date("2026-03-14T09:26:53Z"),
} as const;

describe("classes", () => {
  it("of nodes: one question for each answers as a question for every node does", () => {
    fc.assert(
      fc.property(people, nodes, (person, several) => {
        const question = { ...asked, person };
        expect(decideNodes(POLICY, question, several)).toEqual(
          several.map((node) => decideNode(POLICY, question, node)),
        );
      }),
    );
  });

  it("of people: who is of one class is answered the same", () => {
    const node = {
      id: "i-2",
      accountId: "111122223333",
      region: "eu-west-1",
      protection: "staging" as const,
    };
    fc.assert(
      fc.property(fc.array(people, { minLength: 2, maxLength: 12 }), (several) => {
        const answers = new Map<string, unknown>();
        for (const person of several) {
          const name = personClass(POLICY, person);
          const answer = decideNode(POLICY, { ...asked, person }, { ...node, tags: { Team: "a" } });
          expect(answers.get(name) ?? answer).toEqual(answer);
          answers.set(name, answer);
        }
      }),
    );
  });

  it("of people: a rule that names no group, but whom they are on call for, tells them apart", () => {
    const person = { id: "per_2", roles: [], groups: ["c"], onCall: ["c"] };
    expect(personClass(POLICY, person)).not.toBe(personClass(POLICY, { ...person, groups: ["d"] }));
  });

  it("are as few as rules allow: what no rule reads makes no difference", () => {
    const person = { id: "per_2", roles: ["engineer"] as const, groups: ["a", "c"], onCall: [] };
    const node = {
      id: "i-4",
      accountId: "1",
      region: "eu-west-1",
      protection: "staging",
      tags: { Name: "x" },
    } as const;
    expect(personClass(POLICY, person)).toBe(
      personClass(POLICY, { ...person, id: "per_3", groups: ["d", "a"] }),
    );
    expect(personClass(POLICY, person)).not.toBe(personClass(POLICY, { ...person, groups: ["b"] }));
    expect(nodeClass(POLICY, node)).toBe(nodeClass(POLICY, { ...node, id: "i-9", tags: { Name: "y" } }));
    for (const other of [{ id: "i-1" }, { region: "us-1" }, { tags: { Team: "" } }])
      expect(nodeClass(POLICY, { ...node, ...other })).not.toBe(nodeClass(POLICY, node));
  });

  it("look at every tag where a rule works out which", () => {
    const policy = policyOf(
      permit(
        "any",
        `principal, ${ASK}, resource`,
        'resource.hasTag(resource.region) && resource.getTag(resource.region) == "x"',
      ),
    );
    const node = { id: "i-4", accountId: "1", region: "eu-west-1", protection: "staging" } as const;
    const several = [
      { ...node, tags: {} },
      { ...node, tags: { "eu-west-1": "x" } },
    ];
    const person = { id: "per_2", roles: [], groups: [], onCall: [] };
    expect(decideNodes(policy, { ...asked, person }, several).map(({ kind }) => kind)).toEqual([
      "none",
      "permitted",
    ]);
  });
});
