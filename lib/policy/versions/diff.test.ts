import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffFiles } from "./diff";

const of = (text: string, name = "a.cedar") => [{ name, text }];
const signs = { same: " ", added: "+", removed: "-", "left-out": "…" } as const;
const shown = (before: string, after: string) =>
  diffFiles(of(before), of(after)).flatMap(({ lines }) =>
    lines.map(({ kind, text }) => `${signs[kind]}${text}`),
  );

describe("the difference of two versions", () => {
  it.each([
    ["a line that is new", "a\nb\n", "a\nx\nb\n", [" a", "+x", " b"]],
    ["a line that is gone", "a\nb\nc", "a\nc", [" a", "-b", " c"]],
    ["a line that changed", "a\nb", "a\nc", [" a", "-b", "+c"]],
    [
      "what is far from it is left out",
      "1\n2\n3\n4\n5\n6\n7\n8\n9",
      "1\n2\n3\n4\nx\n6\n7\n8\n9",
      ["…", " 2", " 3", " 4", "-5", "+x", " 6", " 7", " 8", "…"],
    ],
    ["nothing but line ends", "a\r\nb", "a\nb\n", ["…"]],
    ["the same", "a", "a", []],
  ])("is shown by lines: %s", (_title, before, after, wanted) => {
    expect(shown(before, after)).toEqual(wanted);
  });

  it("names files that are new or gone, in order", () => {
    const before = [...of("a", "b.cedar"), ...of("c", "same.cedar")];
    const after = [...of("c", "same.cedar"), ...of("x", "a.cedar")];
    expect(diffFiles(before, after).map(({ name, kind }) => [name, kind])).toEqual([
      ["a.cedar", "added"],
      ["b.cedar", "removed"],
    ]);
  });

  it("has every line of either, with its number, that is not in both", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 14 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [file] = diffFiles(of(before.join("\n")), of(after.join("\n")));
        const lines = file?.lines ?? [];
        for (const { kind, text: shownText, before: first, after: second } of lines) {
          if (kind === "left-out") continue;
          if (first !== null) expect(before[first - 1] ?? "").toBe(shownText);
          if (second !== null) expect(after[second - 1] ?? "").toBe(shownText);
        }
        const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
        const sizeOf = (parts: string[]) => linesIn(parts.join("\n"));
        expect(count("added") - count("removed")).toBe(sizeOf(after) - sizeOf(before));
      }),
    );
  });

  it("is shown of large texts too", () => {
    const many = (letter: string) =>
      Array.from({ length: 3_000 }, (_, line) => `${letter}${line}`).join("\n");
    expect(shown(many("a"), many("b"))).toHaveLength(6_000);
  });
});

function linesIn(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}
