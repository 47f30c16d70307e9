import { describe, expect, it } from "vitest";
import type { Protection } from "@/lib/nodes/views";
import { strictestOf } from "./strictest";

const node = (id: string, protection: Protection, tier?: string) => ({
  id,
  protection,
  tags: tier === undefined ? {} : { Tier: tier },
});

describe("of several nodes the strictest is shown", () => {
  it.each([
    [
      "the lowest tier",
      [node("a", "production", "2"), node("b", "production", "0"), node("c", "production", "1")],
      "b",
    ],
    ["production before any tier of staging", [node("a", "staging", "0"), node("b", "production", "3")], "b"],
    ["a tier before none", [node("a", "production"), node("b", "production", "3")], "b"],
    [
      "a tier that is none counts as none",
      [node("a", "production", "-1"), node("b", "production", "2")],
      "b",
    ],
    ["the first of equals", [node("a", "staging", "1"), node("b", "staging", "1")], "a"],
  ] as const)("%s", (_title, nodes, id) => {
    expect(strictestOf(nodes)?.id).toBe(id);
    expect(strictestOf([...nodes].reverse())?.protection).toBe(strictestOf(nodes)?.protection);
  });

  it("there is none of no node", () => {
    expect(strictestOf([])).toBeUndefined();
  });
});
