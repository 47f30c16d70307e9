import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { Screen } from "@/lib/terminal-screen/screen";
import type { MadeSegment } from "./format";
import { firstState, makeSegments, type PlayedItem, type SegmentState } from "./segmenter";

const SIZE = { cols: 40, rows: 10 };
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const output = (ms: number, given: string | Uint8Array): PlayedItem => ({
  ms,
  item: { kind: "output", bytes: typeof given === "string" ? bytes(given) : given },
});
const mark = (ms: number, text: string): PlayedItem => ({ ms, item: { kind: "mark", mark: text } });
const resize = (ms: number, cols: number, rows: number): PlayedItem => ({
  ms,
  item: { kind: "size", cols, rows },
});

/** As a process does that goes on from what another stored: in steps, each state having been JSON. */
function inSteps(steps: readonly (readonly PlayedItem[])[]): { made: MadeSegment[]; state: SegmentState } {
  let state = firstState(SIZE);
  const made: MadeSegment[] = [];
  steps.forEach((items, index) => {
    const result = makeSegments(JSON.parse(JSON.stringify(state)), items, index === steps.length - 1);
    made.push(...result.made);
    state = result.state;
  });
  return { made, state };
}

/** The screen after a segment, played from its own beginning. */
function playedTo({ segment }: MadeSegment): Screen {
  const screen = Screen.restore(JSON.parse(JSON.stringify(segment.screen)));
  for (const [, code, data] of segment.events) {
    if (code === "o") screen.write(data);
    if (code !== "r") continue;
    const [cols = 0, rows = 0] = data.split("x").map(Number);
    screen.resize({ cols, rows });
  }
  return screen;
}

/** The screen after everything, without any segments. */
function played(items: readonly PlayedItem[]): Screen {
  let size = SIZE;
  const screen = new Screen(size);
  const filter = new OutputFilter(() => size);
  const decoder = new TextDecoder();
  for (const { item } of items) {
    if (item.kind === "output") screen.write(filter.push(decoder.decode(item.bytes, { stream: true })));
    if (item.kind !== "size") continue;
    size = { cols: item.cols, rows: item.rows };
    screen.resize(size);
  }
  screen.write(filter.push(decoder.decode()));
  return screen;
}

const chunk = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  fc.constantFrom(
    "\r\n",
    "\x1b[2J\x1b[H",
    "\x1b[31;1m",
    "\x1b[?1049h",
    "\x1b[?1049l",
    "\x1b7",
    "\x1b8",
    "\x1b(0",
  ),
  fc.constantFrom(
    "\x1b[3;7r",
    "\x1b[10;10H",
    "\x1b[5L",
    "\x1b[2;",
    "5H",
    "\x1b]0;title",
    "\x07",
    "資料庫",
    "👨‍👩‍👧",
  ),
);
const stream = fc.array(fc.oneof({ weight: 9, arbitrary: chunk }, fc.constant(null)), { maxLength: 80 });

/** A stream of chunks as recorded items: bytes are cut anywhere, null is a new size. */
function itemsOf(chunks: readonly (string | null)[], cut: number): PlayedItem[] {
  return chunks.flatMap((text, index): PlayedItem[] => {
    if (text === null) return [resize(index * 10, 20 + (index % 40), 5 + (index % 10))];
    const all = bytes(text);
    const at = all.length === 0 ? 0 : cut % all.length;
    return [output(index * 10, all.subarray(0, at)), output(index * 10 + 5, all.subarray(at))];
  });
}

describe("segments", () => {
  it("end where the next one begins, and the last one as the whole stream does, wherever it was gone on with", () => {
    fc.assert(
      fc.property(stream, fc.nat(), fc.nat(), (chunks, cut, split) => {
        const items = itemsOf(chunks, cut);
        const middle = items.length === 0 ? 0 : split % items.length;
        const { made } = inSteps([items.slice(0, middle), items.slice(middle)]);
        made.forEach((part, index) => {
          const next = made[index + 1];
          if (next) expect(playedTo(part).snapshot()).toEqual(next.segment.screen);
        });
        const last = made.at(-1);
        expect(last && playedTo(last).snapshot()).toEqual(played(items).snapshot());
      }),
      { numRuns: 150 },
    );
  });

  it("are numbered, follow each other in time and hold what a few milliseconds can draw", () => {
    const items = Array.from({ length: 40 }, (_, index) => output(index * 100, `${"x".repeat(9_998)}\r\n`));
    const { made } = inSteps([items]);
    expect(made.length).toBeGreaterThan(4);
    made.forEach(({ segment }, index) => {
      expect(segment.number).toBe(index);
      expect(segment.fromMs).toBe(made[index - 1]?.segment.toMs ?? 0);
      expect(JSON.stringify(segment.events).length).toBeLessThan(110_000);
    });
    expect(made.reduce((sum, { outputBytes }) => sum + outputBytes, 0)).toBe(400_000);
  });

  it("of one huge output are many", () => {
    const { made } = inSteps([[output(5, "y\r\n".repeat(400_000))]]);
    expect(made.length).toBeGreaterThan(15);
    expect(made.every(({ segment }) => segment.fromMs <= 5 && segment.toMs === 5)).toBe(true);
  });

  it("of nothing is one that shows an empty screen", () => {
    const { made } = inSteps([[]]);
    expect(made).toHaveLength(1);
    expect(made[0]?.segment).toMatchObject({ number: 0, fromMs: 0, toMs: 0, events: [] });
  });

  it("hold nothing but what draws", () => {
    const { made } = inSteps([[output(1, "a\x1b]52;c;ZXZpbA==\x07b\x1bP1$r\x1b\\c\x1b[2147483647bd")]]);
    const text = made.flatMap(({ segment }) => segment.events.map(([, , data]) => data)).join("");
    expect(text).toBe("abc\x1b[40bd");
  });

  it("say in which seconds how much was printed, which waits there were, and what the recorder noted", () => {
    const gap: PlayedItem = { ms: 21_000, item: { kind: "gap", from: 3, to: 5, cause: "not-resent" } };
    const hole: PlayedItem = { ms: 22_000, item: { kind: "hole", from: 7, to: 7, at: new Date(0) } };
    const items = [
      output(100, "ab"),
      output(900, "c"),
      output(20_000, "d"),
      gap,
      hole,
      mark(23_000, "ended"),
    ];
    const [part] = inSteps([[resize(0, 80, 24), ...items]]).made;
    expect(part?.summary).toEqual({
      activity: [
        [0, 3],
        [20, 1],
      ],
      waits: [[900, 20_000]],
      marks: [
        [0, "r", "80x24"],
        [21_000, "m", "gap: frames 3 to 5 were never received (not-resent)"],
        [22_000, "m", "gap: frames 7 to 7 were never received (not recorded)"],
        [23_000, "m", "ended"],
      ],
    });
  });

  it("tell input that was not printed apart from keys to a full-screen program, wherever it was gone on with", () => {
    const unechoed = (ms: number, fromAgoMs: number): PlayedItem => ({
      ms,
      item: { kind: "unechoed", bytes: 7, fromAgoMs, toAgoMs: 1_000 },
    });
    const items = [
      output(100, "$ "),
      unechoed(5_000, 4_000),
      output(6_000, "\x1b[?1049h"),
      unechoed(12_000, 5_000),
      output(13_000, "\x1b[?1049l"),
      unechoed(14_000, 4_000),
      unechoed(20_000, 4_000),
      output(20_001, "$ "),
    ];
    for (const steps of [[items], items.map((item) => [item])]) {
      const marks = inSteps(steps).made.flatMap(({ summary }) => summary.marks);
      expect(marks).toEqual([
        [1_000, "m", "dark: 7 bytes from 1000 to 4000"],
        [7_000, "m", "dark in a program: 7 bytes from 7000 to 11000"],
        [10_000, "m", "dark in a program: 7 bytes from 10000 to 13000"],
        [16_000, "m", "dark: 7 bytes from 16000 to 19000"],
      ]);
    }
  });

  it("never run back in time", () => {
    const [part] = inSteps([[output(500, "a"), output(300, "b")]]).made;
    expect(part?.segment.events.map(([ms]) => ms)).toEqual([500, 500]);
  });

  it("keep half a character for its rest, and show one that never comes whole", () => {
    const [first, second] = [bytes("資").subarray(0, 2), bytes("資").subarray(2)];
    const text = (items: PlayedItem[][]) =>
      inSteps(items)
        .made.flatMap(({ segment }) => segment.events.map(([, , data]) => data))
        .join("");
    expect(text([[output(0, first)], [output(1, second)]])).toBe("資");
    expect(text([[output(0, first)]])).toBe("\ufffd");
    expect(text([[output(0, Uint8Array.from([0xff, 0x41, 0xc0]))]])).toBe("\ufffdA\ufffd");
  });
});
