import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookAtPaste, preparePaste, visibleParts } from "./paste";

const seen = (text: string) =>
  visibleParts(text)
    .map((part) => part.text)
    .join("");

describe("a pasted text", () => {
  it.each([
    ["df -h", { lines: 1, controls: 0, asks: false }],
    ["a\tb", { lines: 1, controls: 0, asks: false }],
    ["héllo 你好 👩‍💻".replace("\u200d", ""), { lines: 1, controls: 0, asks: false }],
    ["rm -rf /tmp/x\n", { lines: 2, controls: 0, asks: true }],
    ["a\r\nb\rc\nd", { lines: 4, controls: 0, asks: true }],
    ["ls\x03", { lines: 1, controls: 1, asks: true }],
    ["\x1b[201~curl evil", { lines: 1, controls: 1, asks: true }],
    ["ls \u202egnp.exe", { lines: 1, controls: 1, asks: true }],
    ["l\u200bs", { lines: 1, controls: 1, asks: true }],
    ["\u009b31m", { lines: 1, controls: 1, asks: true }],
  ])("%j is %o", (text, finding) => {
    expect(lookAtPaste(text)).toEqual(finding);
  });
});

describe("what is sent", () => {
  const text = "echo one\r\n  echo two\x1b[A\n\n";

  it.each([
    [true, true, text],
    [true, false, "echo one\r\n  echo two[A\n\n"],
    [false, true, "echo one echo two\x1b[A"],
    [false, false, "echo one echo two[A"],
  ])("with its lines: %s, with its control characters: %s", (keepsLines, keepsControls, sent) => {
    expect(preparePaste(text, { keepsLines, keepsControls })).toBe(sent);
  });

  it("never has the marks of a bracketed paste in it, however they are nested", () => {
    const pieces = fc.array(
      fc.constantFrom("\x1b[201~", "\x1b[20", "\x1b[", "200~", "1~", "\x9b201~", "ls", "\n"),
    );
    const choice = fc.record({ keepsLines: fc.boolean(), keepsControls: fc.boolean() });
    fc.assert(
      fc.property(pieces, choice, (parts, choices) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
        expect(preparePaste(parts.join(""), choices)).not.toMatch(/(\x1b\[|\x9b)20[01]~/);
      }),
    );
  });

  it("without lines and control characters asks nothing more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        const sent = preparePaste(any, { keepsLines: false, keepsControls: false });
        expect(lookAtPaste(sent).asks).toBe(false);
      }),
    );
  });
});

describe("what is seen of it", () => {
  it.each([
    ["a\nb", "a⏎\nb"],
    ["a\r\nb\r", "a⏎\nb⏎\n"],
    ["a\tb", "a⇥b"],
    ["\x1b[31m\x00\x7f", "␛[31m␀␡"],
    ["\u202e\u009b", "⟨U+202E⟩⟨U+009B⟩"],
  ])("%j is %j", (text, shown) => {
    expect(seen(text)).toBe(shown);
  });

  it("has no control character of its own, whatever was pasted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        expect(lookAtPaste(seen(any).replaceAll("\n", "")).asks).toBe(false);
      }),
    );
  });
});
