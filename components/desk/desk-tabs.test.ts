import { describe, expect, it } from "vitest";
import {
  choicesBeside,
  type DeskChoice,
  type DeskTab,
  isClosable,
  tabByKey,
  withoutTab,
  withTab,
} from "./desk-tabs";

const node = (name: string) => ({
  ...{ id: `i-${name}`, name, accountId: "111122223333", accountName: "core", region: "eu-west-1" },
  ...{ protection: "staging" as const, tags: {} },
});
const tab = (name: string): DeskTab => ({
  sessionId: `ses_${name}`,
  node: node(name),
  windowEndsAt: null,
  windowSeconds: null,
});
const choice = (name: string, sessionId: string | null = null): DeskChoice => ({
  ...{ node: node(name), sessionId, refusal: undefined },
});
const [a, b, c] = [tab("a"), tab("b"), tab("c")];

describe("tabs", () => {
  it("take a new terminal last, and one that is there not twice", () => {
    expect(withTab([a, b], c)).toEqual([a, b, c]);
    expect(withTab([a, b], { ...a })).toEqual([a, b]);
  });

  it.each([
    ["b", "ses_b", "ses_a", "its left neighbour comes to the front"],
    ["a", "ses_a", "ses_b", "the first comes to the front"],
    ["c", "ses_a", "ses_a", "the one in front stays there"],
  ])("without %s while %s is in front show %s: %s", (name, shown, next) => {
    const left = withoutTab([a, b, c], `ses_${name}`, shown);
    expect(left.shownId).toBe(next);
    expect(left.tabs).toHaveLength(2);
  });

  it.each([
    ["ses_a", "ArrowLeft", c],
    ["ses_c", "ArrowRight", a],
    ["ses_a", "ArrowRight", b],
    ["ses_c", "ArrowLeft", b],
    ["ses_b", "Home", a],
    ["ses_b", "End", c],
    ["ses_b", "x", undefined],
  ])("from %s with %s lead on", (from, key, to) => {
    expect(tabByKey([a, b, c], from, key)).toBe(to);
  });

  it("leave over what has no tab yet", () => {
    const offered = [choice("a", "ses_a"), choice("b"), choice("c", "ses_elsewhere")];
    expect(choicesBeside(offered, [a]).map(({ node: { name } }) => name)).toEqual(["b", "c"]);
  });

  it("are closed only when nothing runs behind them here", () => {
    expect(isClosable("ended")).toBe(true);
    expect(isClosable("open")).toBe(false);
    expect(isClosable(undefined)).toBe(false);
  });
});
