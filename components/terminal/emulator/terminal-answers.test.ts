import { Terminal } from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { writeHostileBytes } from "@/lib/terminal-output/testing/hostile-output";
import { TerminalAnswers } from "./terminal-answers";
import { createOutput } from "./terminal-output";

/** A terminal as the page has it, without its pixels. @returns what it says, apart: answers and everything else */
function openTerminal() {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  let now = 0;
  const answers = new TerminalAnswers(terminal, () => now);
  const sent: string[] = [];
  const dropped: string[] = [];
  const typed: string[] = [];
  terminal.onData((text) => {
    if (!answers.isAnswer()) typed.push(text);
    else (answers.mayAnswer() ? sent : dropped).push(text);
  });
  const output = createOutput(terminal);
  const draw = (bytes: string | Uint8Array) =>
    new Promise<void>((resolve) =>
      output(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, resolve),
    );
  return { terminal, draw, sent, dropped, typed, wait: (milliseconds: number) => (now += milliseconds) };
}

/** All that a terminal may ever type by itself: its kind, its state, its cursor, its modes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is read
const ANSWER = /^\x1b\[(?:\?1;2c|>0;276;0c|0n|\??\d{1,3};\d{1,3}R|\??\d{1,4};[0-4]\$y)$/;

describe("a terminal's answers", () => {
  it("are given to what programs ask", async () => {
    const { draw, sent, typed } = openTerminal();
    await draw("ab\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b[?6n\x1b[?25$p\x1b[4$p");
    expect(sent).toEqual([
      "\x1b[?1;2c",
      "\x1b[>0;276;0c",
      "\x1b[0n",
      "\x1b[1;3R",
      "\x1b[?1;3R",
      "\x1b[?25;1$y",
      "\x1b[4;2$y",
    ]);
    expect(typed).toEqual([]);
  });

  it("are none to questions about colours, settings, titles, the window, versions and unknown modes", async () => {
    const { draw, sent, typed } = openTerminal();
    await draw(
      "\x1b]4;1;?\x07\x1b]10;?\x07\x1b]11;?\x1b\\\x1b]12;?\x07\x1bP$qm\x1b\\\x1bP$qevil\x1b\\\x1bP+q544e\x1b\\",
    );
    await draw(
      "\x1b[21t\x1b[18t\x1b[14t\x1b[>q\x1b[=c\x1b[x\x1b[?u\x1b[?15n\x1b[?31337$p\x1b[99999$p\x05\x1bZ",
    );
    expect([...sent, ...typed]).toEqual([]);
  });

  it("are a few a second, however many are asked for", async () => {
    const { draw, sent, dropped, wait } = openTerminal();
    await draw("\x1b[6n\x1b[c".repeat(5_000));
    expect(sent).toHaveLength(32);
    expect(dropped).toHaveLength(9_968);
    wait(1_000);
    await draw("\x1b[6n".repeat(5_000));
    expect(sent).toHaveLength(64);
  });

  it("are told from keys, also after a reset", async () => {
    const { terminal, draw, sent, typed } = openTerminal();
    await draw("\x1bc\x1b[?1004h\x1b[6n\x1b[?1004h");
    terminal.input("\x1b[1;2R");
    terminal.input("x");
    await draw("\x1b[5n");
    expect(sent).toEqual(["\x1b[1;1R", "\x1b[0n"]);
    expect(typed).toEqual(["\x1b[1;2R", "x"]);
  });

  it("hold nothing of what a node printed, whatever it prints", async () => {
    const { draw, sent, dropped, typed } = openTerminal();
    for (let seed = 0; seed < 5_000; seed += 1) await draw(writeHostileBytes(seed, seed % 24));
    expect(sent.length + dropped.length).toBeGreaterThan(1_000);
    expect([...sent, ...dropped].filter((text) => !ANSWER.test(text))).toEqual([]);
    expect(typed).toEqual([]);
  });
});
