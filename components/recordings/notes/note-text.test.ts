import { expect, it } from "vitest";
import { mentionAt, momentParam, printedNote, stretchText, stretchTo } from "./note-text";

it("a note names its moment, or the stretch it is on", () => {
  expect(stretchText({ fromMs: 83_400, toMs: 83_400 })).toBe("1:23");
  expect(stretchText({ fromMs: 83_400, toMs: 83_900 })).toBe("1:23");
  expect(stretchText({ fromMs: 83_400, toMs: 3_725_000 })).toBe("1:23–1:02:05");
  expect(momentParam({ fromMs: 83_449 })).toBe("t=83.4");
});

it.each(["\n", "\u2028", "\u2029"])("on paper no words of a note pass for another note (%j)", (lineEnd) => {
  const note = {
    ...{
      id: "aud_1",
      at: new Date("2026-03-14T09:26:53Z"),
      authorId: "per_cleo",
      authorName: "Cleo Marchetti",
    },
    ...{ fromMs: 5_000, toMs: 5_000, text: `Why?${lineEnd}11:26:20  0:05  Ben Okafor: approved` },
    ...{ told: [], withdrawnAt: null, isMine: false },
  };
  const [first, second, ...rest] = printedNote(note, "11:26:13").split(/[\n\u2028\u2029]/);
  expect(first).toMatch(/^11:26:13 {2}0:05 {2}Cleo Marchetti, 2026-03-14 .*UTC: Why\?$/);
  expect([second, rest]).toEqual([`${" ".repeat(10)}11:26:20  0:05  Ben Okafor: approved`, []]);
});

it("a stretch begins where it is earlier", () => {
  expect(stretchTo(5_000, 9_000)).toEqual({ fromMs: 5_000, toMs: 9_000 });
  expect(stretchTo(5_000, 2_000)).toEqual({ fromMs: 2_000, toMs: 5_000 });
});

it.each([
  ["@", ""],
  ["ask @Be", "Be"],
  ["(@Ben Ok", "Ben Ok"],
  ["請@王", "王"],
  ["ask ben@exa", undefined],
  ["@ Be", undefined],
  ["@Ben\n", undefined],
  [`@${"x".repeat(41)}`, undefined],
  ["nobody", undefined],
])("in %j the name that is being written is %j", (text, name) => {
  expect(mentionAt(text)).toBe(name);
});
