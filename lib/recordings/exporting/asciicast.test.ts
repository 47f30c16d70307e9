import { describe, expect, it } from "vitest";
import type { SegmentEvent } from "../segments/format";
import { toAsciicast } from "./asciicast";
import { inPieces } from "./in-pieces";

const AT = new Date("2026-03-14T09:26:53Z");

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function cast(version: 2 | 3, events: readonly SegmentEvent[]): Promise<string[]> {
  const header = { version, cols: 80, rows: 24, startedAt: AT, title: "t\n\u2028", notes: ["masked"] };
  const lines: string[] = [];
  for await (const line of toAsciicast(header, iterate(events))) lines.push(line);
  return lines;
}

const EVENTS: SegmentEvent[] = [
  [100, "o", 'a"\n\u001b\ud800'],
  [1_333, "r", "100x30"],
  // Frames of out of order may be older: time never runs back.
  [1_000, "m", "gap: frames 4 to 6 were never received (not-resent)"],
  [61_334, "o", "b"],
];

describe("asciicast", () => {
  it("of version 2 has the times since the beginning, and no comment", async () => {
    const [header = "", ...events] = await cast(2, EVENTS);
    expect(JSON.parse(header)).toEqual({
      ...{ version: 2, width: 80, height: 24, timestamp: 1_773_480_413, title: "t\n\u2028" },
    });
    expect(events.map((line) => JSON.parse(line)[0])).toEqual([0.1, 1.333, 1.333, 61.334]);
  });

  it("of version 3 has intervals, which add up to the same times, and comments behind its header", async () => {
    const [header = "", comment, ...events] = await cast(3, EVENTS);
    expect(JSON.parse(header)).toEqual({
      ...{ version: 3, term: { cols: 80, rows: 24, type: "xterm-256color" } },
      ...{ timestamp: 1_773_480_413, title: "t\n\u2028" },
    });
    expect(comment).toBe("# masked");
    expect(events.map((line) => JSON.parse(line)[0])).toEqual([0.1, 1.233, 0, 60.001]);
    for (const line of [header, comment, ...events]) expect(line).not.toMatch(/[\n\r]/);
  });
});

it("lines are sent in pieces of some size, and none is lost", async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `${index} ${"x".repeat(60)}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of inPieces(iterate(lines))) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe(`${lines.join("\n")}\n`);
  expect(pieces.length).toBeLessThan(10);
});
