import { beforeEach, describe, expect, it } from "vitest";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import {
  findLines,
  HITS_A_SEARCH,
  NO_SEARCH,
  onceMore,
  SEGMENTS_A_SEARCH,
  type Search,
  withMore,
} from "../lists/find-lines";
import { windowAround, windowEarlier, windowLater } from "../lists/line-window";
import { readRecord } from "../print/read-record";
import { CommandSource } from "./command-source";
import { type AskForLines, type LinePart, LineSource } from "./line-source";

const NEVER = new AbortController().signal;
const LINES = 10;

/** Segments of ten lines, one each hundred milliseconds; in every seventh segment no line was left. */
function partsOf(
  count: number,
  isEmpty: (number: number) => boolean = (number) => number % 7 === 3,
): LinePart[] {
  let firstLine = 0;
  return Array.from({ length: count }, (_one, number) => {
    const lines = isEmpty(number)
      ? []
      : Array.from({ length: LINES }, (_line, index): TranscriptLine => {
          const ms = number * 1_000 + index * 100;
          return { atMs: ms, fromMs: ms, text: `Line ${firstLine + index}`, kind: "output" };
        });
    const part = { version: 1, number, firstLine, lines };
    firstLine += lines.length;
    return part;
  });
}

/** Answers as the gateway does: the last part that begins at or before what is asked for. */
function gatewayOf(parts: readonly LinePart[], asked: string[]): AskForLines {
  return async (place) => {
    asked.push(JSON.stringify(place));
    const value =
      "number" in place
        ? parts[place.number]
        : "ms" in place
          ? parts.findLast(({ number }) => number * 1_000 <= place.ms)
          : parts.findLast(({ firstLine }) => firstLine <= place.line);
    return value && { value, isFinal: true };
  };
}

describe("the transcript of a recording", () => {
  const parts = partsOf(40);
  const TOTAL = parts.reduce((sum, { lines }) => sum + lines.length, 0);
  let asked: string[];
  let source: LineSource;
  beforeEach(() => {
    asked = [];
    source = new LineSource(gatewayOf(parts, asked));
  });

  it("is read between any two lines, over segments in which none was left", async () => {
    const lines = await source.between(25, 55, NEVER);
    expect(lines.map(({ number, text }) => [number, text])).toEqual(
      Array.from({ length: 30 }, (_one, index) => [25 + index, `Line ${25 + index}`]),
    );
  });

  it("is asked for once by part", async () => {
    await source.between(0, 30, NEVER);
    expect(asked).toHaveLength(3);
    await source.between(5, 25, NEVER);
    expect(asked).toHaveLength(3);
  });

  it("ends where it ends", async () => {
    const lines = await source.between(TOTAL - 3, TOTAL + 100, NEVER);
    expect(lines.map(({ number }) => number)).toEqual([TOTAL - 3, TOTAL - 2, TOTAL - 1]);
  });

  it.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [1_950, 19],
    // In segment 3 no line was left: it is still the last one of segment 2.
    [3_500, 29],
    [4_000, 30],
  ])("at millisecond %d has come to line %d", async (ms, line) => {
    expect(await source.at(ms, TOTAL, NEVER)).toBe(line);
  });

  it("that was left on a screen is found in the segment in which it left the screen", async () => {
    // What was left at 1.0 s stood on the screen until 5 s, and nothing else happened.
    const late = partsOf(8, (number) => number >= 1 && number <= 4).map((part) => ({
      ...part,
      lines: part.lines.map((line, index) =>
        part.number === 5 && index < 5 ? { ...line, atMs: 1_000 } : line,
      ),
    }));
    const source = new LineSource(gatewayOf(late, []));
    expect(await source.at(2_500, 40, NEVER)).toBe(14);
    expect(await source.at(900, 40, NEVER)).toBe(9);
  });

  it("that is at a moment is not asked for with every picture", async () => {
    for (let ms = 1_000; ms < 1_900; ms += 20) await source.at(ms, TOTAL, NEVER);
    expect(asked).toHaveLength(1);
  });
});

describe("the lines that a page lays out", () => {
  it("stand around one of them, within what there is", () => {
    expect(windowAround(5_000, 10_000)).toEqual({ from: 4_800, to: 5_200 });
    expect(windowAround(0, 10_000)).toEqual({ from: 0, to: 400 });
    expect(windowAround(9_999, 10_000)).toEqual({ from: 9_600, to: 10_000 });
    expect(windowAround(0, 7)).toEqual({ from: 0, to: 7 });
  });

  it("never become more than six hundred, however far somebody scrolls", () => {
    let window = windowAround(0, 10_000);
    for (let step = 0; step < 100; step += 1) {
      window = windowLater(window, 10_000);
      expect(window.to - window.from).toBeLessThanOrEqual(600);
    }
    expect(window.to).toBe(10_000);
    for (let step = 0; step < 100; step += 1) {
      window = windowEarlier(window);
      expect(window.to - window.from).toBeLessThanOrEqual(600);
    }
    expect(window.from).toBe(0);
  });
});

describe("a search in the transcript", () => {
  const search = (
    text: string,
    parts: readonly LinePart[],
    before: Search = NO_SEARCH,
    seen: Search[] = [],
  ) =>
    findLines(
      new LineSource(gatewayOf(parts, [])),
      { text, segments: parts.length, before },
      (found) => seen.push(found),
      NEVER,
    );

  it("finds a text in any case, with each line's number, and says when it was through", async () => {
    const found = await search("LINE 33", partsOf(60));
    expect(found.hits.map(({ number }) => number)).toEqual([
      33, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339,
    ]);
    expect(found.isOver).toBe(true);
  });

  it("looks so far and no further, says how far, and goes on from there", async () => {
    const parts = partsOf(SEGMENTS_A_SEARCH + 50, () => false);
    const last = `Line ${parts.length * LINES - 1}`;
    const first = await search(last, parts);
    expect(first).toMatchObject({ hits: [], isOver: false, next: SEGMENTS_A_SEARCH });
    expect(first.upToMs).toBe((SEGMENTS_A_SEARCH - 1) * 1_000 + 900);
    const second = await search(last, parts, first);
    expect(second.isOver).toBe(true);
    expect(second.hits.map(({ text }) => text)).toEqual([last]);
  });

  it("that was through finds what a recording has got since, also in the segment that was its last", async () => {
    const parts = partsOf(3);
    const [first, second, third] = parts;
    if (!first || !second || !third) throw new Error("three parts");
    const half = { ...second, lines: second.lines.slice(0, 3) };
    const before = await search("line 1", [first, half]);
    expect(before.isOver).toBe(true);
    const grown = await search("line 1", parts, onceMore(before));
    expect(grown).toEqual(await search("line 1", parts));
    expect(grown.hits.length).toBeGreaterThan(before.hits.length);
  });

  it("stops at as many lines as a page lays out", async () => {
    const seen: Search[] = [];
    const found = await search(
      "line",
      partsOf(200, () => false),
      NO_SEARCH,
      seen,
    );
    expect(found.hits).toHaveLength(HITS_A_SEARCH);
    expect(found.isOver).toBe(false);
    expect(seen.length).toBeGreaterThan(1);
  });

  it("stops there also while the recording grows under it, until somebody wants more", async () => {
    const parts = partsOf(200, () => false);
    let found = await search("line", parts.slice(0, 1));
    for (let segments = 2; segments <= parts.length && found.isOver; segments += 1)
      found = await search("line", parts.slice(0, segments), onceMore(found));
    expect([found.hits.length, found.isOver]).toEqual([HITS_A_SEARCH, false]);
    const more = await search("line", parts, withMore(found));
    expect(more.hits.map(({ number }) => number)).toEqual(
      Array.from({ length: 2 * HITS_A_SEARCH }, (_one, number) => number),
    );
  });
});

describe("what is printed", () => {
  const commands = Array.from({ length: 2_500 }, (_one, number) => ({
    ...{ number, atMs: number, text: `c${number}`, durationMs: null, exitStatus: null, isMarked: true },
  }));
  const commandSource = (asked: number[]) =>
    new CommandSource(async (from) => {
      asked.push(from);
      const next = from + 1_000 < commands.length ? from + 1_000 : null;
      return { value: { commands: commands.slice(from, from + 1_000), next }, isFinal: true };
    });

  it("has all commands and the whole transcript", async () => {
    const parts = partsOf(50);
    const record = await readRecord(
      { lines: new LineSource(gatewayOf(parts, [])), commands: commandSource([]) },
      parts.length,
      () => {},
      NEVER,
    );
    expect(record.commands).toEqual(commands);
    expect(record.lines).toEqual(parts.flatMap(({ lines }) => lines));
    expect(record.isCut).toBe(false);
  });

  it("is cut where a browser could not lay it out, and says so", async () => {
    const lines = Array.from({ length: 90_000 }, (_one, index): TranscriptLine => {
      return { atMs: index, fromMs: index, text: "x", kind: "output" };
    });
    const parts = [0, 1, 2, 3].map((number) => ({ version: 1, number, firstLine: number * 90_000, lines }));
    const record = await readRecord(
      { lines: new LineSource(gatewayOf(parts, [])), commands: commandSource([]) },
      parts.length,
      () => {},
      NEVER,
    );
    expect([record.lines.length, record.isCut]).toEqual([270_000, true]);
  });

  it("asks for a full page of commands once, and for the last one again", async () => {
    const asked: number[] = [];
    const source = commandSource(asked);
    expect(await source.read(1, NEVER)).toMatchObject({ isMore: true });
    expect((await source.read(3, NEVER)).commands).toHaveLength(2_500);
    expect(await source.read(3, NEVER)).toMatchObject({ isMore: false });
    expect(asked).toEqual([0, 1_000, 2_000, 2_000]);
  });
});
