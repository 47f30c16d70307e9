import { expect, it } from "vitest";
import { bytesOfRowKey, withModifiers } from "./row-keys";

it.each([
  ["Esc", false, "\u001b"],
  ["Tab", false, "\t"],
  ["↑", false, "\u001b[A"],
  ["↓", false, "\u001b[B"],
  ["→", false, "\u001b[C"],
  ["←", false, "\u001b[D"],
  ["↑", true, "\u001bOA"],
  ["~", true, "~"],
] as const)("the key %s (application mode: %s) sends %j", (key, isApplication, bytes) => {
  expect(bytesOfRowKey(key, isApplication)).toBe(bytes);
});

it.each([
  ["c", { control: true, alt: false }, "\u0003"],
  ["C", { control: true, alt: false }, "\u0003"],
  ["[", { control: true, alt: false }, "\u001b"],
  ["1", { control: true, alt: false }, "1"],
  ["b", { control: false, alt: true }, "\u001bb"],
  ["c", { control: true, alt: true }, "\u001b\u0003"],
  ["word", { control: true, alt: true }, "word"],
  ["é", { control: true, alt: false }, "é"],
] as const)("%j with %o is %j", (text, modifiers, sent) => {
  expect(withModifiers(text, modifiers)).toBe(sent);
});
