import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvValue, csvLine, inertCell } from "./csv";

/** A reader that takes RFC 4180 at its word and nothing else: quoted cells, commas, CR LF after every line. */
function readStrictly(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '"') throw new SyntaxError(`a cell without quotes at ${at}`);
    let cell = "";
    for (at += 1; ; ) {
      const quote = text.indexOf('"', at);
      if (quote < 0) throw new SyntaxError("a cell without an end");
      cell += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      cell += '"';
      at += 1;
    }
    cells.push(cell);
    if (text[at] === ",") at += 1;
    else if (text.startsWith("\r\n", at)) {
      lines.push(cells);
      cells = [];
      at += 2;
    } else throw new SyntaxError(`neither comma nor line end at ${at}`);
  }
  if (cells.length > 0) throw new SyntaxError("a line without an end");
  return lines;
}

describe("a line of CSV", () => {
  it.each<[CsvValue, string]>([
    ["plain", '"plain"'],
    ["with, comma", '"with, comma"'],
    ['with "quotes"', '"with ""quotes"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["=1+1", `"'=1+1"`],
    ["+49 30", `"'+49 30"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\tindented", `"'\tindented"`],
    ["\r=1", `"'\r'=1"`],
    ["＝1+1", `"'＝1+1"`],
    ['=HYPERLINK("http://evil.test")', `"'=HYPERLINK(""http://evil.test"")"`],
    ["a=1", '"a=1"'],
    ["'=1", `"'=1"`],
    ["\u001b[2Jgone", '"\\u001b[2Jgone"'],
    ["abc\u202efdp.exe", '"abc\\u202efdp.exe"'],
    ["\u0000", '"\\u0000"'],
    ["磁碟已滿", '"磁碟已滿"'],
    ["", '""'],
    [null, '""'],
    [true, '"true"'],
    [1800, '"1800"'],
    [-1, `"'-1"`],
    [new Date("2026-03-14T09:26:53.000Z"), '"2026-03-14T09:26:53.000Z"'],
    [["one", "two"], '"one; two"'],
    [["=one", "two"], `"'=one; two"`],
  ])("writes %j as %s", (value, cell) => {
    expect(csvLine([value])).toBe(`${cell}\r\n`);
  });

  it("is read back as it was, whatever it holds", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "=", "+", "-", "@", "\t", "'", ";", "x") }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(hostile, { minLength: 1, maxLength: 6 }), { maxLength: 6 }), (rows) => {
        expect(readStrictly(rows.map(csvLine).join(""))).toEqual(rows.map((row) => row.map(inertCell)));
      }),
    );
  });

  it.each<[string, string]>([
    ["x;=1+1", `x;'=1+1`],
    ["x; =1+1", `x; '=1+1`],
    ["x,=1+1", `x,'=1+1`],
    ["x\t@SUM(A1)", `x\t'@SUM(A1)`],
    ["x\n+1", `x\n'+1`],
    ['x";=1', `x";'=1`],
    ['x;"=1', `x;"'=1`],
    [" =1", ` '=1`],
    ["\u00a0=1", `\u00a0'=1`],
    ["\u3000＝1", `\u3000'＝1`],
    ["\u200b=1", "\\u200b=1"],
    ["\u202e=1", "\\u202e=1"],
    ["\u200d=1", `\u200d'=1`],
    ["\ufe62 1", `'\ufe62 1`],
    ["\ufe66 1", `'\ufe66 1`],
    ["a; b; c", "a; b; c"],
    ["2026-03-14; i-0f3a9c41; ses_1", "2026-03-14; i-0f3a9c41; ses_1"],
    ["disk at 93 % - see INC-7, a=b", "disk at 93 % - see INC-7, a=b"],
    ["👩\u200d💻 é", "👩\u200d💻 é"],
  ])("makes %j inert in programs that split or pass over differently: %j", (text, cell) => {
    expect(inertCell(text)).toBe(cell);
  });

  it("has no field that begins as a formula, whatever it is split at and whatever is passed over", () => {
    const units = ["=", "+", "-", "@", "＝", "﹢", "⁼", ";", ",", "\t", "\r", "\n", " ", '"', "'", "x"];
    const unseen = ["\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "\u3000", "\u0000", "\ufe0f", "\u0301"];
    const cells = fc.string({ unit: fc.constantFrom(...units, ...unseen), maxLength: 20 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), (values) => {
        for (const separator of [",", ";", "\t"])
          for (const field of csvLine(values)
            .split(/[\r\n]/)
            .flatMap((line) => line.split(separator))) {
            const begins = field.replace(/^[\s"\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]+/u, "");
            expect(begins.normalize("NFKC")).not.toMatch(/^[=+\-@\u2212]/);
          }
      }),
      { numRuns: 2_000 },
    );
  });

  it("never begins a cell as a formula, and changes nothing but the beginning and what can't be seen", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = inertCell(text);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(inertCell(cell)).toBe(cell);
      }),
    );
  });
});
