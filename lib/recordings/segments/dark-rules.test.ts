import { expect, it } from "vitest";
import { darkLabel, parseDark } from "./dark-rules";

it.each([true, false])("a dark stretch is read as it was written, in a program: %s", (isInProgram) => {
  const stretch = { bytes: 7, fromMs: 1_200, toMs: 3_400, isInProgram };
  expect(parseDark(darkLabel(stretch))).toEqual(stretch);
});

it.each([
  "connected",
  "dark: 7 bytes from 1 to x",
  "dark: 99999999999999999999 bytes from 1 to 2",
  "xdark: 7 bytes from 1 to 2",
])("another mark is none: %s", (label) => {
  expect(parseDark(label)).toBeUndefined();
});
