import { expect, it } from "vitest";
import { randomFrom } from "@/lib/kernel/testing/random";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { Screen } from "../screen";
import { type TypedSession, typeIntoBash } from "../testing/typing-bash";
import { TranscriptReader } from "./transcript-reader";

/** More of them: TYPED_COMMANDS=2000 npx vitest run --project unit lib/terminal-screen/transcript/bash.test.ts */
const COMMANDS = Number(process.env.TYPED_COMMANDS ?? 60);

function commandsOf({ size: typed, output }: TypedSession) {
  const screen = new Screen(typed);
  const filter = new OutputFilter(() => screen.size);
  const reader = new TranscriptReader(screen);
  for (const [at, text] of output.entries()) reader.output(at, filter.push(text));
  reader.finish();
  return reader.take().commands;
}

/** A blank before a wide character that had no room at a row's end can't be told from one that was typed. */
const withoutDoubt = (text: string) => text.replace(/ +(?=[資料庫連線失敗])/g, "");

const { size } = new Screen({ cols: 60, rows: 1 });
/** Nothing tells what was typed from what was printed when a command ends with the last column of a row. */
function endsWithRow(text: string): boolean {
  const screen = new Screen(size);
  screen.write(`ana@box:~# ${text}`);
  return screen.terminal.buffer.active.cursorX === size.cols;
}

it.each([
  ["marks", 1],
  ["marks", 2],
  ["marks", 5],
  ["profile", 6],
  ["profile", 7],
  ["profile", 8],
] as const)(
  "commands are what bash says was run, when it tells of its prompts (by its %s, %i)",
  { timeout: 600_000 },
  async (telling, seed) => {
    const session = await typeIntoBash(randomFrom(seed), COMMANDS, telling);
    const commands = commandsOf(session);
    expect(commands.map(({ text }) => withoutDoubt(text))).toEqual(session.history.map(withoutDoubt));
    expect(commands.every(({ isGuess }) => !isGuess)).toBe(true);
    expect(session.history.length).toBeGreaterThan(COMMANDS / 2);
  },
);

it.each([3, 4])(
  "every command that was run is found by the look of its prompt, and few more (%i)",
  { timeout: 600_000 },
  async (seed) => {
    const session = await typeIntoBash(randomFrom(seed), COMMANDS, "nothing");
    const commands = commandsOf(session).map(({ text }) => withoutDoubt(text));
    let from = 0;
    const missed = session.history.filter((text) => {
      const at = commands.indexOf(withoutDoubt(text), from);
      if (at >= 0) from = at + 1;
      return at < 0 && !endsWithRow(text);
    });
    expect(missed).toEqual([]);
    expect(session.history.length).toBeGreaterThan(COMMANDS / 2);
    expect(commands.length).toBeLessThan(session.history.length * 1.1);
  },
);
