import { expect, it } from "vitest";
import { readDecision } from "./kept-decision";

it("what was on the screen is there again", () => {
  const chosen = { windowSeconds: 600, nodeIds: ["i-1"], mostNodes: 2, osUser: "operator" };
  const kept = { chosen, comment: "Only the first" };
  expect(readDecision(JSON.stringify(kept))).toEqual(kept);
  expect(readDecision(JSON.stringify({ chosen: {}, comment: null }))).toEqual({ chosen: {}, comment: null });
});

it.each(["", "null", "[]", "3", '{"comment":"x"}', '{"chosen":null}'])("%s is no decision", (text) => {
  expect(readDecision(text)).toBeUndefined();
});

it("what makes no sense in it is left out", () => {
  const text = '{"chosen":{"windowSeconds":-1,"nodeIds":"i-1","mostNodes":1.5},"comment":7}';
  expect(readDecision(text)).toEqual({ chosen: {}, comment: null });
});
