import { describe, expect, it } from "vitest";
import { saysEnough, weightOf } from "./text-rules";

describe("how much a text says", () => {
  it.each([
    ["Latin characters count one by one", "Disk full, writes failing", 25],
    ["a run of blanks counts once", "Disk  \n\t full", 9],
    ["blanks around it count for nothing", "  Disk \n", 4],
    ["a Han character counts two and a half", "磁碟已滿無法寫入", 20],
    ["Han and Latin count each for itself", "磁碟 full", 10],
    ["kana and Hangul are as dense", "ディスク디스크", 17.5],
    ["what can't be seen counts for nothing", "\u200b\u200b\u202e\u2060\ufeff\u3164\u2800\u115f", 0],
    ["ideographic blanks are blanks", "\u3000\u3000\u3000", 0],
    ["invisible signs between blanks leave one blank", "a \u200b b", 3],
    ["marks on a letter count with it", "e\u0301\u0301\u0301\u0301", 1],
    ["a sign outside the first plane is one", "🔥🔥", 2],
  ])("%s", (_what, text, weight) => {
    expect(weightOf(text)).toBe(weight);
  });

  it("eight Han characters are enough where twenty Latin ones are, seven are not", () => {
    expect(saysEnough("磁碟已滿無法寫入", 20)).toBe(true);
    expect(saysEnough("磁碟已滿無法寫", 20)).toBe(false);
    expect(saysEnough("x".repeat(20), 20)).toBe(true);
    expect(saysEnough("x".repeat(19), 20)).toBe(false);
    expect(saysEnough(`xxxx${"\u200b".repeat(40)}`, 20)).toBe(false);
  });
});
