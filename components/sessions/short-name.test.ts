import { expect, it } from "vitest";
import { shortName } from "./short-name";

it.each([
  ["Ana Duarte", "Ana"],
  ["  Jean-Luc  Picard ", "Jean-Luc"],
  ["林怡君", "林怡君"],
  ["Cher", "Cher"],
  ["", ""],
])("of %j is %j", (name, short) => {
  expect(shortName(name)).toBe(short);
});
