import { expect, it } from "vitest";
import { mentionAt, momentParam, stretchText, stretchTo } from "./note-text";

it("a note names its moment, or the stretch it is on", () => {
  expect(stretchText({ fromMs: 83_400, toMs: 83_400 })).toBe("1:23");
  expect(stretchText({ fromMs: 83_400, toMs: 83_900 })).toBe("1:23");
  expect(stretchText({ fromMs: 83_400, toMs: 3_725_000 })).toBe("1:23–1:02:05");
  expect(momentParam({ fromMs: 83_449 })).toBe("t=83.4");
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
