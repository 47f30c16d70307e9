import { expect, it } from "vitest";
import { roomIn } from "./room-rules";

const MEGABYTE = 1024 * 1024;

it.each([
  [0, "enough", 0],
  [799, "enough", 79],
  [800, "nearly-full", 80],
  [899, "nearly-full", 89],
  [900, "full", 90],
  [5_000, "full", 500],
] as const)("of 1,000 MB %d are %s", (megabytes, state, percent) => {
  expect(roomIn(megabytes * MEGABYTE, 1_000)).toEqual({ state, percent });
});
