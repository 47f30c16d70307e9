import { describe, expect, it } from "vitest";
import { frameBeside, markBeside, marksOf } from "./activity";
import type { CastEvent } from "./cast";
import { addressOfMoment, clockText, momentOf } from "./player/moment";

const EVENTS: CastEvent[] = [
  [0, "r", "100x30"],
  [0, "o", "$ "],
  [1, "o", "x".repeat(1000)],
  [9, "o", "y"],
  [9.5, "m", "lost"],
  [9.75, "m", "gap: frames 3 to 5 were never received"],
  [10, "o", "z".repeat(10)],
];

describe("marks", () => {
  const marks = marksOf(EVENTS);

  it("are new sizes, gaps, comings and goings, in order", () => {
    expect(marks.map(({ at, kind }) => [at, kind])).toEqual([
      [0, "size"],
      [9.5, "event"],
      [9.75, "gap"],
    ]);
  });

  it.each([
    [0, 1, 9.5],
    [9.5, 1, 9.75],
    [9.75, 1, undefined],
    [10, -1, 0],
    [12, -1, 9.75],
    [0.5, -1, undefined],
  ] as const)("beside second %d with step %d are at %s", (seconds, step, at) => {
    expect(markBeside(marks, seconds, step)?.at).toBe(at);
  });
});

it.each([
  [0, 1, 1],
  [1, 1, 9],
  [9.5, 1, 10],
  [10, 1, undefined],
  [9, -1, 1],
  [9.5, -1, 9],
  [0, -1, undefined],
] as const)("the frame beside second %d with step %d is at %s", (seconds, step, at) => {
  expect(frameBeside(EVENTS, seconds, step)).toBe(at);
});

describe("a moment in an address", () => {
  it.each([
    ["?t=83", "", 83],
    ["?t=83.5", "", 83.5],
    ["?t=1:23", "", 83],
    ["?t=1:02:03", "", 3723],
    ["", "#t=83", 83],
    ["?t=5", "#t=83", 5],
    ["?t=nonsense", "#t=83", 83],
    ["?t=-5", "", undefined],
    ["?t=1e9", "", undefined],
    ["?t=99999999", "", undefined],
    ["", "#transcript", undefined],
  ])("%s%s is second %s", (search, hash, seconds) => {
    expect(momentOf({ search, hash })).toBe(seconds);
  });

  it("is written so that it is found again, beside what else the address says", () => {
    const address = new URL(addressOfMoment("https://halligan.test/sessions/ses_1?tab=trail#x", 83.4499));
    expect(address.href).toBe("https://halligan.test/sessions/ses_1?tab=trail&t=83.4");
    expect(momentOf(address)).toBe(83.4);
  });

  it.each([
    [7.9, "0:07"],
    [754, "12:34"],
    [3723, "1:02:03"],
    [-1, "0:00"],
  ])("at %d seconds reads %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });
});
