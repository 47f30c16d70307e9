import { Terminal } from "@xterm/headless";
import { expect, it } from "vitest";
import { isMark } from "./characters";

it("counts as marks all characters that xterm.js draws onto the one before", async () => {
  const missed: string[] = [];
  const terminal = new Terminal({ cols: 4, rows: 1, allowProposedApi: true });
  const joined: string[] = [];
  // A line of one letter and one character: if it needs no cell, the cursor stands in the second column.
  for (let from = 0xa0; from < 0x11_0000; from += 0x1000)
    await new Promise<void>((resolve) => {
      for (let code = from; code < Math.min(from + 0x1000, 0x11_0000); code += 1) {
        if (code >= 0xd800 && code < 0xe000) continue;
        const character = String.fromCodePoint(code);
        terminal.write(`\r\x1b[Ka${character}`, () => {
          if (terminal.buffer.active.cursorX !== 1) return;
          joined.push(character);
          if (!isMark(character)) missed.push(code.toString(16));
        });
      }
      terminal.write("", resolve);
    });
  expect(joined.length).toBeGreaterThan(500);
  expect(missed).toEqual([]);
});
