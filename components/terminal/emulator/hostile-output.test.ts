import { Terminal } from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { CastReader } from "@/components/recordings/cast";
import { readTranscript } from "@/components/recordings/transcript";
import { writeHostileBytes } from "@/lib/terminal-output/testing/hostile-output";
import { createOutput } from "./terminal-output";

const STRINGS = 100_000;
const A_TERMINAL = 1_000;
const SIZES = [
  { cols: 80, rows: 24 },
  { cols: 200, rows: 50 },
  { cols: 2, rows: 1 },
];
const SCROLLBACK = 50;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

/** Each terminal and each transcript is given a thousand of them, one after the other. */
const firsts = Array.from({ length: STRINGS / A_TERMINAL }, (_, index) => index * A_TERMINAL);
const outputsFrom = (first: number) =>
  Array.from({ length: A_TERMINAL }, (_, index) => writeHostileBytes(first + index, (first + index) % 8));

describe("a hundred thousand hostile outputs", () => {
  it("stay inside of a terminal, in its size, in their cells", async () => {
    for (const [index, first] of firsts.entries()) {
      const size = SIZES[index % SIZES.length] ?? { cols: 80, rows: 24 };
      const terminal = new Terminal({ ...size, scrollback: SCROLLBACK, allowProposedApi: true });
      const titles: string[] = [];
      terminal.onTitleChange((title) => titles.push(title));
      const drawn = { from: 0, to: 0 };
      const draw = createOutput({
        ...size,
        write: (text, done) => {
          drawn.to += text.length;
          terminal.write(text, done);
        },
      });
      for (const bytes of outputsFrom(first)) {
        drawn.from += bytes.length;
        draw(bytes);
      }
      await new Promise<void>((resolve) => draw(new Uint8Array(), resolve));
      const where = `outputs from ${first}`;
      expect(drawn.to, where).toBeLessThanOrEqual(2 * drawn.from);
      expect({ cols: terminal.cols, rows: terminal.rows }, where).toEqual(size);
      expect(terminal.buffer.active.length, where).toBeLessThanOrEqual(size.rows + SCROLLBACK);
      expect(longestCell(terminal), where).toBeLessThanOrEqual(17);
      expect(titles, where).toEqual([]);
      terminal.dispose();
    }
  }, 300_000);

  it("stay inside of a transcript, in its width, in lines of limited length", () => {
    for (const [index, first] of firsts.entries()) {
      const { cols, rows } = SIZES[index % SIZES.length] ?? { cols: 80, rows: 24 };
      const reader = new CastReader();
      reader.take(JSON.stringify({ version: 2, width: cols, height: rows, timestamp: 1773480413 }));
      const decoder = new TextDecoder();
      for (const [at, bytes] of outputsFrom(first).entries())
        reader.take(JSON.stringify([at, "o", decoder.decode(bytes, { stream: true })]));
      const cast = reader.finish();
      if (!cast) throw new Error("it is no recording");
      const { lines } = readTranscript(cast.events, cast.cols);
      const where = `outputs from ${first}`;
      const longest = Math.max(0, ...lines.map(({ text }) => text.length));
      expect(longest, where).toBeLessThanOrEqual(4096 * 2 * 17);
      // A repeated letter, at most a row of them, takes five characters.
      const printed = lines.reduce((sum, { text }) => sum + text.length, 0);
      expect(printed, where).toBeLessThanOrEqual(reader.characters * Math.max(2, cols / 4));
      expect(
        lines.filter(({ text }) => CONTROL.test(text)),
        where,
      ).toEqual([]);
    }
  }, 300_000);
});

/** Characters in the fullest cell. */
function longestCell(terminal: Terminal): number {
  const { active } = terminal.buffer;
  let longest = 0;
  for (let row = 0; row < active.length; row += 1)
    for (let column = 0; column < terminal.cols; column += 1)
      longest = Math.max(longest, [...(active.getLine(row)?.getCell(column)?.getChars() ?? "")].length);
  return longest;
}
