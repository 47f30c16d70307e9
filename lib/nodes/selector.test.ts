import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coversSelector,
  matchesSelector,
  type NodeSelector,
  selectorFromQuery,
  tagsText,
  tagToQuery,
} from "./selector";
import { selectorSchema } from "./selector-input";

const node = {
  accountId: "111122223333",
  region: "eu-west-1",
  tags: { Service: "payments-api", Team: "payments", Env: "prod" },
};

describe("a selector", () => {
  it.each<[string, NodeSelector, boolean]>([
    ["one tag", { tags: { Service: "payments-api" } }, true],
    ["all of several tags", { tags: { Service: "payments-api", Team: "payments" } }, true],
    ["one of two tags only", { tags: { Service: "payments-api", Team: "search" } }, false],
    ["a tag that the node has not", { tags: { Tier: "1" } }, false],
    ["another case", { tags: { service: "payments-api" } }, false],
    ["a part of the value", { tags: { Service: "payments" } }, false],
    [
      "its account and region",
      { accountId: "111122223333", region: "eu-west-1", tags: { Env: "prod" } },
      true,
    ],
    ["another account", { accountId: "444455556666", tags: { Env: "prod" } }, false],
    ["another region", { region: "us-east-1", tags: { Env: "prod" } }, false],
    ["nothing", { tags: {} }, false],
    ["only an account", { accountId: "111122223333", tags: {} }, false],
    ["what every object has", { tags: { constructor: "" } }, false],
  ])("that names %s", (_title, selector, matches) => {
    expect(matchesSelector(selector, node)).toBe(matches);
  });

  const tags = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"), { maxKeys: 3 });
  const place = {
    accountId: fc.option(fc.constantFrom("111122223333", "444455556666"), { nil: undefined }),
    region: fc.option(fc.constantFrom("eu-west-1", "us-east-1"), { nil: undefined }),
  };
  const selectors = fc.record({ ...place, tags });
  const nodes = fc.record({
    accountId: fc.constantFrom("111122223333", "444455556666"),
    region: fc.constantFrom("eu-west-1", "us-east-1"),
    tags,
  });

  it("that covers another matches whatever the other matches", () => {
    fc.assert(
      fc.property(selectors, selectors, nodes, (wider, narrower, any) => {
        if (coversSelector(wider, narrower) && matchesSelector(narrower, any))
          expect(matchesSelector(wider, any)).toBe(true);
      }),
    );
    expect(coversSelector({ tags: { a: "1" } }, { tags: { a: "1", b: "2" }, region: "eu-west-1" })).toBe(
      true,
    );
    expect(coversSelector({ tags: { a: "1" }, region: "eu-west-1" }, { tags: { a: "1" } })).toBe(false);
  });

  it("survives the address, whatever its tags are called", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 20 }), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
        (all) => {
          const query = Object.entries(all).map(([key, value]) => tagToQuery(key, value));
          expect(selectorFromQuery({ tags: query })).toEqual({ tags: { ...all } });
        },
      ),
    );
  });

  it("is read from an address as far as it says one", () => {
    expect(
      selectorFromQuery({ account: "", region: "eu-west-1", tags: ["Team=payments", "=x", "none", "%=y"] }),
    ).toEqual({ region: "eu-west-1", tags: { Team: "payments" } });
  });

  it("is said with its tags in order", () => {
    expect(tagsText({ tags: { Team: "payments", Service: "api" } })).toBe("Service=api, Team=payments");
  });

  it.each<[string, unknown]>([
    ["no tag", { tags: {} }],
    ["eleven tags", { tags: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, "v"])) }],
    ["an account that is none", { accountId: "core", tags: { a: "b" } }],
    ["a region that is none", { region: "' or 1=1", tags: { a: "b" } }],
    ["a number for a value", { tags: { a: 1 } }],
    ["something we don't know", { tags: { a: "b" }, name: "x" }],
    ["a tag with a NUL", { tags: { a: "\u0000" } }],
  ])("with %s is not taken", (_title, input) => {
    expect(selectorSchema.safeParse(input).success).toBe(false);
  });
});
