import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutPolicies, POLICY_LIMITS } from "./cut";
import { tokensOf } from "./lexer";
import { fromByteOffset, positionOf } from "./problems";

const rule = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;
const cut = (text: string) => cutPolicies([{ name: "a.cedar", text }]);
const messages = (text: string) => cut(text).problems.map(({ message }) => message);
const { depth, operators } = POLICY_LIMITS;

describe("rules of a file", () => {
  it("end at their semicolon, wherever else one stands in a text or a comment", () => {
    const text = `// a; b\n@reason("x;\\";y")\n${rule('context.a == ";" // ;')}\n\n};\n@id("b") ${rule("true")}`;
    const { pieces, problems } = cut(text);
    expect(problems).toEqual([]);
    expect(pieces.map((piece) => positionOf(text, piece.start))).toEqual([
      { line: 2, column: 1 },
      { line: 6, column: 1 },
    ]);
  });

  it("are the same text, put together again, but for what stands between them", () => {
    const part = fc.constantFrom(
      ";",
      '"a;b"',
      "// c;\n",
      "(",
      ")",
      " ",
      "\n",
      "when",
      "&&",
      "é",
      "𝒳",
      '"\\""',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const text = parts.join(" ");
        const { pieces, problems } = cut(text);
        expect(problems).toEqual([]);
        for (const piece of pieces)
          expect(text.slice(piece.start, piece.start + piece.text.length)).toBe(piece.text);
        const ends = tokensOf(text).filter((token) => token.text === ";").length;
        expect([ends, ends + 1]).toContain(pieces.length);
      }),
    );
  });
});

describe("limits", () => {
  it.each([
    ["as deep as allowed", rule(`${"(".repeat(depth - 1)}true${")".repeat(depth - 1)}`), []],
    ["one deeper", rule(`${"(".repeat(depth)}true${")".repeat(depth)}`), ["nested more than 40 deep"]],
    ["brackets in a text", rule(`context.a == "${"(".repeat(200)}"`), []],
    ["brackets in a comment", rule(`true // ${"(".repeat(200)}\n`), []],
    ["as many operators as allowed, with its when", rule(`true${" && true".repeat(operators - 1)}`), []],
    ["one more", rule(`true${" && true".repeat(operators)}`), ["more than 100 operators in one rule"]],
    [
      "as many in several conditions",
      `permit (principal, action, resource) ${"when { true } ".repeat(operators + 1)};`,
      ["more than 100 operators in one rule"],
    ],
    ["a chain of not", rule(`${"!".repeat(200)}true`), ["more than 100 operators in one rule"]],
    ["a text without an end", rule('context.a == "x'), ["this text has no closing quote"]],
    ["64 KB and a byte", rule(`context.a == "${"x".repeat(65_536)}"`), ["a rule of more than 65536 bytes"]],
    ["256 KB and more", `// ${"x".repeat(262_144)}`, ["262147 bytes in all: 262144 at most"]],
    [
      "what turns the order around",
      rule('context.a == "a\u202eb"'),
      ["U+202E can't be seen, or changes the order of what is seen"],
    ],
    [
      "what can't be seen",
      rule("true // \u200b"),
      ["U+200B can't be seen, or changes the order of what is seen"],
    ],
  ])("%s", (_title, text, wanted) => {
    expect(messages(text)).toEqual(wanted);
  });

  it.each([
    ["a path", "../a.cedar"],
    ["capital letters", "A.cedar"],
    ["another ending", "a.txt"],
    ["no name", ".cedar"],
  ])("a file's name is refused: %s", (_title, name) => {
    expect(cutPolicies([{ name, text: "" }]).problems).toHaveLength(1);
  });

  it("names two files of one name, and too many files or rules", () => {
    const file = { name: "a.cedar", text: "" };
    expect(cutPolicies([file, file]).problems[0]?.message).toBe("two files have this name");
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `a${index}.cedar`, text: "" }));
    expect(cutPolicies(many).problems[0]?.message).toBe("51 files: 50 at most");
    expect(messages(`${rule("true")}\n`.repeat(2_001))).toEqual(["2001 rules: 2000 at most"]);
  });

  it("takes no longer for hostile text", () => {
    for (const hostile of [
      '"\\'.repeat(130_000),
      "/".repeat(262_144),
      '"'.repeat(262_143),
      '\\"'.repeat(131_072),
    ])
      expect(cut(hostile).pieces.length).toBeLessThanOrEqual(1);
  });
});

it("turns Cedar's offsets in bytes into ours", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
      expect(fromByteOffset(before + after, Buffer.byteLength(before))).toBe(before.length);
    }),
  );
  expect(positionOf("é\r\n𝒳 a", 5)).toEqual({ line: 2, column: 2 });
});
