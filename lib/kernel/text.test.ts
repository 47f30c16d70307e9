import { describe, expect, it } from "vitest";
import { storable, typedText } from "./text";

describe("storable", () => {
  it("replaces NUL and halves of surrogate pairs, and nothing else", () => {
    expect(storable("a\0b\ud800c\udc00")).toBe("a\uFFFDb\uFFFDc\uFFFD");
    expect(storable("日本 \u{1F525} \u001b[31m")).toBe("日本 \u{1F525} \u001b[31m");
  });
});

describe("typedText", () => {
  const text = typedText(3, 5);
  it.each([
    ["  abc \n", "abc"],
    ["a\r\nb", "a\nb"],
    ["\u{1F525}ab", "\u{1F525}ab"],
  ])("takes %j as %j", (input, output) => {
    expect(text.parse(input)).toBe(output);
  });
  it.each(["", "  ", "\u200b", "\u202e\u2066", "\u2800 \u3164"])(
    "takes %j as nothing where it may be empty",
    (input) => {
      expect(typedText(0, 5).parse(input)).toBe("");
    },
  );
  it("leaves a text as it is that says something, with what can't be seen in it", () => {
    expect(typedText(0, 12).parse(" a\u200db ")).toBe("a\u200db");
  });
  it.each(["ab", "   ab", "abcdef", "a\0b", "a\u001bb", "ab\ud800"])("refuses %j", (input) => {
    expect(text.safeParse(input).success).toBe(false);
  });
});
