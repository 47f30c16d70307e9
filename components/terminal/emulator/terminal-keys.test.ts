import { describe, expect, it } from "vitest";
import { chordOf, isApple, isControlV } from "./terminal-keys";

const NONE = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const CTRL = { ...NONE, ctrlKey: true };

describe("the terminal's own chords", () => {
  it.each([
    ["Control Shift L", { ...CTRL, shiftKey: true, key: "L", code: "KeyL" }, "leave"],
    ["Control Shift F", { ...CTRL, shiftKey: true, key: "F", code: "KeyF" }, "search"],
    ["⌘ Shift F", { ...NONE, metaKey: true, shiftKey: true, key: "f", code: "KeyF" }, "search"],
    ["Control Shift C", { ...CTRL, shiftKey: true, key: "C", code: "KeyC" }, "copy"],
    ["Control +", { ...CTRL, shiftKey: true, key: "+", code: "Equal" }, "larger"],
    ["Control =", { ...CTRL, key: "=", code: "Equal" }, "larger"],
    ["⌘ −", { ...NONE, metaKey: true, key: "-", code: "Minus" }, "smaller"],
    ["Control 0", { ...CTRL, key: "0", code: "Digit0" }, "usual"],
  ] as const)("have %s", (_name, keys, chord) => {
    expect(chordOf(keys)).toBe(chord);
  });

  it.each([
    ["Control C, which interrupts", { ...CTRL, key: "c", code: "KeyC" }],
    ["Control F, which moves", { ...CTRL, key: "f", code: "KeyF" }],
    ["Control L, which clears", { ...CTRL, key: "l", code: "KeyL" }],
    ["Control Shift −, which undoes", { ...CTRL, shiftKey: true, key: "_", code: "Minus" }],
    ["a plain minus", { ...NONE, key: "-", code: "Minus" }],
    ["Alt Control +", { ...CTRL, altKey: true, key: "+", code: "Equal" }],
  ])("leave the shell %s", (_name, keys) => {
    expect(chordOf(keys)).toBeUndefined();
  });
});

it("Control V is the letter with Control alone, on whatever key the layout has it", () => {
  expect(isControlV({ ...CTRL, key: "v" })).toBe(true);
  expect(isControlV({ ...CTRL, shiftKey: true, key: "V" })).toBe(false);
  expect(isControlV({ ...CTRL, altKey: true, key: "v" })).toBe(false);
  expect(isControlV({ ...NONE, metaKey: true, key: "v" })).toBe(false);
  expect(isControlV({ ...CTRL, key: "k" })).toBe(false);
});

it.each([
  ["MacIntel", true],
  ["iPad", true],
  ["iPhone", true],
  ["Win32", false],
  ["Linux x86_64", false],
])("of the platform %s it is %s that it is Apple's", (platform, expected) => {
  expect(isApple(platform)).toBe(expected);
});
