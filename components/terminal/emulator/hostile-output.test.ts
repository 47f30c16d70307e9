import { Terminal } from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { writeHostileBytes } from "@/lib/terminal-output/testing/hostile-output";
import { Screen } from "@/lib/terminal-screen/screen";
import { TranscriptReader } from "@/lib/terminal-screen/transcript/transcript-reader";
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
      const screen = new Screen({ cols, rows });
      const reader = new TranscriptReader(screen);
      const filter = new OutputFilter(() => screen.size);
      const decoder = new TextDecoder();
      let characters = 0;
      for (const [at, bytes] of outputsFrom(first).entries()) {
        const text = decoder.decode(bytes, { stream: true });
        characters += text.length;
        reader.output(at, filter.push(text));
      }
      reader.finish();
      const { lines } = reader.take();
      screen.dispose();
      const where = `outputs from ${first}`;
      const longest = Math.max(0, ...lines.map(({ text }) => text.length));
      expect(longest, where).toBeLessThanOrEqual(4096 * 2 * 17);
      // A repeated letter, at most a row of them, takes five characters.
      const printed = lines.reduce((sum, { text }) => sum + text.length, 0);
      expect(printed, where).toBeLessThanOrEqual(characters * Math.max(2, cols / 4));
      expect(
        lines.flatMap(({ text }) => text.split("\n")).filter((row) => CONTROL.test(row)),
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
