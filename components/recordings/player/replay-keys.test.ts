import { describe, expect, it } from "vitest";
import { playerActOf, stepSpeed } from "./replay-keys";

const NONE = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

describe("the player's keys", () => {
  it.each([
    [" ", false, { act: "play" }],
    ["f", false, { act: "fullscreen" }],
    ["ArrowLeft", false, { act: "by", seconds: -5 }],
    ["ArrowRight", false, { act: "by", seconds: 5 }],
    ["ArrowLeft", true, { act: "byShare", share: -0.1 }],
    ["ArrowRight", true, { act: "byShare", share: 0.1 }],
    ["0", false, { act: "toShare", share: 0 }],
    ["9", false, { act: "toShare", share: 0.9 }],
    [",", false, { act: "frame", step: -1 }],
    [".", false, { act: "frame", step: 1 }],
    ["[", false, { act: "mark", step: -1 }],
    ["]", false, { act: "mark", step: 1 }],
    ["<", true, { act: "speed", step: -1 }],
    [">", true, { act: "speed", step: 1 }],
    ["?", true, { act: "help" }],
    ["m", false, { act: "note" }],
  ])("%j (Shift: %s) is %o", (key, shiftKey, act) => {
    expect(playerActOf({ ...NONE, key, shiftKey })).toEqual(act);
  });

  it.each([
    ["a letter of its own", { ...NONE, key: "q" }],
    ["Tab", { ...NONE, key: "Tab" }],
    ["Control F", { ...NONE, key: "f", ctrlKey: true }],
    ["⌘ left", { ...NONE, key: "ArrowLeft", metaKey: true }],
  ])("leave the page %s", (_name, keys) => {
    expect(playerActOf(keys)).toBeUndefined();
  });
});

it("speeds go up and down in steps, no further than there are any", () => {
  expect([stepSpeed(1, 1), stepSpeed(1, -1), stepSpeed(8, 1), stepSpeed(0.5, -1)]).toEqual([2, 0.5, 16, 0.5]);
});
