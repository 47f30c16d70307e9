import { describe, expect, it } from "vitest";
import { keepLook, parseLook, stepFontSize, USUAL_LOOK } from "./preferences";

describe("the look that a browser has kept", () => {
  it.each([
    [null, USUAL_LOOK],
    ["", USUAL_LOOK],
    ["[]", USUAL_LOOK],
    ['{"theme":"light","fontSize":18}', { ...USUAL_LOOK, theme: "light", fontSize: 18 }],
    ['{"theme":"hotdog","fontSize":18}', { ...USUAL_LOOK, fontSize: 18 }],
    ['{"theme":"contrast","fontSize":900}', { ...USUAL_LOOK, theme: "contrast" }],
    [
      '{"screenReader":true,"controlVPastes":false}',
      { ...USUAL_LOOK, screenReader: true, controlVPastes: false },
    ],
    ['{"screenReader":"yes","controlVPastes":0}', USUAL_LOOK],
  ])("of %s is %o", (text, look) => {
    expect(parseLook(text)).toEqual(look);
  });

  it.each([
    [null, { ...USUAL_LOOK, theme: "contrast" }],
    ['{"fontSize":18}', { ...USUAL_LOOK, theme: "contrast", fontSize: 18 }],
    ['{"theme":"dark"}', USUAL_LOOK],
  ])("of %s is %o where the system asks for contrast", (text, look) => {
    expect(parseLook(text, true)).toEqual(look);
  });
});

it("what is chosen is kept, and nothing else", () => {
  const larger = keepLook(null, { fontSize: 18 });
  expect(parseLook(larger, true)).toEqual({ ...USUAL_LOOK, theme: "contrast", fontSize: 18 });
  const dark = keepLook(larger, { theme: "dark" });
  expect(parseLook(dark, true)).toEqual({ ...USUAL_LOOK, fontSize: 18 });
  expect(keepLook("hotdog", { theme: "light" })).toBe('{"theme":"light"}');
});

it("a size goes up and down in steps, no further than there are any, and back to the usual", () => {
  expect(stepFontSize(14, 1)).toBe(15);
  expect(stepFontSize(16, 1)).toBe(18);
  expect(stepFontSize(32, 1)).toBe(32);
  expect(stepFontSize(10, -1)).toBe(10);
  expect(stepFontSize(28, 0)).toBe(14);
});
