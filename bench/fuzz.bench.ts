import { createRequire } from "node:module";
import { createOutput } from "@/components/terminal/emulator/terminal-output";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { writeHostileBytes } from "@/lib/terminal-output/testing/hostile-output";
import { Screen } from "@/lib/terminal-screen/screen";
import { TranscriptReader } from "@/lib/terminal-screen/transcript/transcript-reader";

// CommonJS, whose names Node does not see.
const { Terminal } = createRequire(import.meta.url)("@xterm/headless") as typeof import("@xterm/headless");

/** Nothing of the portal runs: what is measured is rules. */
export const processes: string[] = [];

const STRINGS = 1_000_000;
const BLOCK = 100_000;
const MEGABYTES = 32;
const SIZE = { cols: 200, rows: 50 };

/** What keeps a terminal busy longest, a hundred kilobytes of each. */
const WORST = {
  "clears of the screen": "\x1b[2J",
  resets: "\x1bc",
  "alignment patterns": "\x1b#8",
  "switches of the screen": "\x1b[?1049h\x1b[?1049l",
  "endless repeats": "a\x1b[2147483647b",
  "endless scrolling": "\x1b[2147483647S\x1b[2147483647T",
  "endless insertion": "\x1b[2147483647L\x1b[2147483647M",
  "endless tabs": "\x1b[2147483647I\x1b[2147483647Z",
  "shifted columns": "\x1b[9'}\x1b[9 @",
  marks: "a\u0301\u0301\u0301\u0301",
  titles: "\x1b]0;t\x07",
  "cursor moves": "\x1b[999C\x1b[H",
};

/** A million hostile outputs, the worst there are, and what the filter costs where nothing is wrong. */
export default async function measureFuzz() {
  return [...(await measureWorst()), ...(await measureMillion()), ...measureFilter()];
}

async function measureMillion() {
  const terminal: number[] = [];
  const transcript: number[] = [];
  let block: Uint8Array[] = [];
  let bytes = 0;
  for (let seed = 0; seed < STRINGS; seed += 1) {
    const output = writeHostileBytes(seed, seed % 8);
    block.push(output);
    bytes += output.length;
    if (bytes < BLOCK) continue;
    terminal.push((await timeTerminal(block)) * (BLOCK / bytes));
    transcript.push(timeTranscript(block) * (BLOCK / bytes));
    block = [];
    bytes = 0;
  }
  return [
    limited("a million outputs, terminal, longest 100 kB", Math.max(...terminal)),
    limited("a million outputs, terminal, mean of 100 kB", mean(terminal)),
    limited("a million outputs, transcript, longest 100 kB", Math.max(...transcript)),
    limited("a million outputs, transcript, mean of 100 kB", mean(transcript)),
  ];
}

async function measureWorst() {
  const rows = [];
  for (const [name, unit] of Object.entries(WORST)) {
    const block = [Buffer.from(unit.repeat(Math.ceil(BLOCK / Buffer.byteLength(unit))))];
    rows.push(limited(`100 kB of ${name}, terminal`, await timeTerminal(block)));
    rows.push(limited(`100 kB of ${name}, transcript`, timeTranscript(block)));
  }
  return rows;
}

async function timeTerminal(block: readonly Uint8Array[]): Promise<number> {
  const terminal = new Terminal({ ...SIZE, scrollback: 5000, allowProposedApi: true });
  const draw = createOutput(terminal);
  const startedAt = processorMs();
  for (const output of block) draw(output);
  await new Promise<void>((resolve) => draw(new Uint8Array(), resolve));
  const took = processorMs() - startedAt;
  terminal.dispose();
  return took;
}

function timeTranscript(block: readonly Uint8Array[]): number {
  const decoder = new TextDecoder();
  const texts = block.map((output) => decoder.decode(output, { stream: true }));
  const screen = new Screen(SIZE);
  const filter = new OutputFilter(() => SIZE);
  const reader = new TranscriptReader(screen);
  const startedAt = processorMs();
  for (const [at, text] of texts.entries()) reader.output(at, filter.push(text));
  reader.finish();
  reader.take();
  screen.dispose();
  return processorMs() - startedAt;
}

/** Of this process, so that what else runs on the machine doesn't count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Against the decoder alone, which the browser has and which every terminal needs. */
function measureFilter() {
  const kinds = {
    "plain text": "Nov 26 12:00:00 host app[4711]: the quick brown fox jumps over the lazy dog\r\n",
    Chinese: "資料庫連線失敗，請稍後再試 app[4711]\r\n",
    "coloured text": "\x1b[32mok\x1b[0m the quick brown fox \x1b[1;38;5;200mjumps\x1b[m over\r\n",
    "a full-screen program": "\x1b[12;40Hhello\x1b[K\x1b[3C\x1b[?25l\x1b[?25h\x1b[2;30r\x1b[L",
  };
  return Object.entries(kinds).map(([name, text]) => {
    const bytes = Buffer.from(text.repeat(Math.ceil((MEGABYTES * 1e6) / Buffer.byteLength(text))));
    const decoded = Math.min(...[0, 1, 2].map(() => timeDecoding(bytes, (part) => part)));
    const filtered = Math.min(
      ...[0, 1, 2].map(() => {
        const filter = new OutputFilter(() => SIZE);
        return timeDecoding(bytes, (part) => filter.push(part));
      }),
    );
    const rate = (milliseconds: number) => bytes.length / 1e3 / milliseconds;
    return {
      ...{ name: `filter, ${name}`, value: rate(filtered), unit: "MB/s" },
      against: { name: "TextDecoder alone", value: rate(decoded) },
      ratio: rate(filtered) / rate(decoded),
      target: name === "plain text" ? "at least 50 MB/s" : null,
      met: name === "plain text" ? rate(filtered) >= 50 : null,
    };
  });
}

function timeDecoding(bytes: Uint8Array, take: (part: string) => string): number {
  const decoder = new TextDecoder();
  const startedAt = processorMs();
  let length = 0;
  for (let at = 0; at < bytes.length; at += 65_536)
    length += take(decoder.decode(bytes.subarray(at, at + 65_536), { stream: true })).length;
  if (length === 0) throw new Error("nothing came out");
  return processorMs() - startedAt;
}

function limited(name: string, milliseconds: number) {
  return {
    ...{ name, value: milliseconds, unit: "ms", against: null, ratio: null },
    target: "at most 1,000 ms",
    met: milliseconds <= 1000,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
