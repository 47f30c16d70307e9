import { describe, expect, it } from "vitest";
import { writeHostileOutput } from "@/lib/terminal-output/testing/hostile-output";
import { type CastEvent, CastReader } from "./cast";
import { readTranscript } from "./transcript";

const COLS = 80;

/** As a page reads it: from the file that the gateway serves. */
function transcriptOf(events: readonly CastEvent[]) {
  const header = { version: 2, width: COLS, height: 24, timestamp: 1773480413 };
  const reader = new CastReader();
  for (const line of [header, ...events]) reader.take(JSON.stringify(line));
  const cast = reader.finish();
  if (!cast) throw new Error("it is no recording");
  return readTranscript(cast.events, cast.cols);
}

const read = (events: readonly CastEvent[]) => transcriptOf(events).lines;
const linesOf = (...outputs: string[]) =>
  read(outputs.map((data, at): CastEvent => [at, "o", data])).map((line) => line.text);

describe("a transcript", () => {
  it("has lines with the seconds at which they began and were left: a command's is when Enter was pressed", () => {
    const events: CastEvent[] = [
      [1, "o", "$ "],
      [2, "o", "df -h"],
      [4, "o", "\r\n"],
      [5, "o", "Filesystem\r\n"],
    ];
    expect(read(events)).toEqual([
      { at: 4, from: 1, text: "$ df -h", kind: "output" },
      { at: 5, from: 5, text: "Filesystem", kind: "output" },
    ]);
  });

  it.each([
    ["what was overwritten", ["  0%\r 50%\r100%\r\n"], ["100%"]],
    ["what was deleted with backspace", ["lx\b \bs\r\n"], ["ls"]],
    ["what was erased to the end of the line", ["secret\r\x1b[Kok\r\n"], ["ok"]],
    ["what was erased altogether", ["secret\x1b[2K\rok\r\n"], ["ok"]],
    ["colours", ["\x1b[01;31mred\x1b[0m\r\n"], ["red"]],
    ["a title", ["\x1b]0;evil title\x07$ ls\r\n"], ["$ ls"]],
    ["a sequence that comes in two parts", ["\x1b[0", "1;31mred\r\n"], ["red"]],
    ["control characters", ["a\x00\x07\x0eb\r\n"], ["ab"]],
  ])("leaves out %s", (_title, outputs, lines) => {
    expect(linesOf(...outputs)).toEqual(lines);
  });

  it.each([
    ["a tab", "a\tb\r\n", "a       b"],
    ["moves within the row", "ab\x1b[3Cc\x1b[4Dd\x1b[1Ge\r\n", "ebd  c"],
    ["a character that is repeated", "=\x1b[9b\r\n", "=========="],
    ["marks", "e\u0301a\u0308\r\n", "e\u0301a\u0308"],
    ["a line that wraps", `${"x".repeat(100)}\r\n`, "x".repeat(100)],
    [
      "a row that is filled and written again",
      `${"x".repeat(COLS)}\r${"y".repeat(COLS)}\r\n`,
      "y".repeat(COLS),
    ],
  ])("has %s as the screen had it", (_title, output, line) => {
    expect(linesOf(output)).toEqual([line]);
  });

  it("names a full-screen program in its place, and leaves out what it drew", () => {
    const lines = read([[1, "o", "$ vi x\r\n\x1b[?1049h~\r\n~\r\n\x1b[?1049l$ \r\n"]]);
    expect(lines.map(({ kind, text }) => [kind, text])).toEqual([
      ["output", "$ vi x"],
      ["program", ""],
      ["output", "$"],
    ]);
  });

  it("has marks where they were made", () => {
    expect(read([[4, "m", "gap: frames 3 to 5"]])).toEqual([
      { at: 4, from: 4, text: "gap: frames 3 to 5", kind: "mark" },
    ]);
  });
});

describe("a hostile transcript", () => {
  it("ends at the width of the screen, however far the cursor is moved", () => {
    const [line] = linesOf(`a${"\x1b[999C".repeat(120_000)}z\r\n`);
    expect(line).toBe(`a${" ".repeat(COLS - 2)}z`);
    expect(linesOf(`a${"\x1b[999Cx".repeat(1_000)}`).every((text) => text.length <= 4096)).toBe(true);
  });

  it("has a letter with a few marks, however many were printed", () => {
    expect(linesOf(`e${"\u0301".repeat(200_000)}\r\n`)).toEqual([`e${"\u0301".repeat(16)}`]);
    expect(linesOf(`e${`${"\u0301".repeat(16)}x\b\b`.repeat(1_000)}\r\n`)[0]?.length).toBeLessThan(100);
  });

  it("breaks a line of megabytes", () => {
    const lines = linesOf("x".repeat(3_000_000));
    expect(Math.max(...lines.map((text) => text.length))).toBe(4096);
    expect(lines.join("").length).toBe(3_000_000);
  });

  it("ends after so many lines, and says so", () => {
    const { lines, isCut } = transcriptOf([[0, "o", "\n".repeat(1_000_000)]]);
    expect([lines.length, isCut]).toEqual([200_000, true]);
    expect(transcriptOf([[0, "o", "a\nb"]]).isCut).toBe(false);
  });

  it("ends after so many characters, and says so", () => {
    const { lines, isCut } = transcriptOf([[0, "o", `${"x".repeat(1000)}\r\n`.repeat(50_000)]]);
    expect(isCut).toBe(true);
    expect(lines.length).toBeLessThan(34_000);
  });

  it("lets no control character through, and is bounded by what was printed", () => {
    for (let seed = 0; seed < 5_000; seed += 1) {
      const output = writeHostileOutput(seed, seed % 24);
      const lines = linesOf(output, output);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(lines.filter((text) => /[\x00-\x1f\x7f-\x9f]/.test(text))).toEqual([]);
      expect(lines.join("").length).toBeLessThanOrEqual(2 * output.length * COLS);
    }
  });
});
