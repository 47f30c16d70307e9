import { describe, expect, it } from "vitest";
import { initialsOf } from "./initials";

describe("initials", () => {
  it.each([
    ["Ana Duarte", "AD"],
    ["maximilian-alexander kowalczyk-brandenburg", "MK"],
    ["Fay van der Tanaka", "FT"],
    ["林怡君", "林"],
    ["Cher", "C"],
    ["  Åsa   Öberg ", "ÅÖ"],
    ["“Quoted” (Name)", "QN"],
    ["7th Fleet", "7F"],
    ["", ""],
    ["—", ""],
  ])("of %j are %j", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
