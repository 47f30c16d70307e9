import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CastEvent, parseCast, shortenWaits } from "./cast";
import { readTranscript } from "./transcript";

const HEADER = '{"version":2,"width":80,"height":24,"timestamp":1773480413,"title":"x"}';

describe("a recording", () => {
  test("is read with its size, its start and its events", () => {
    expect(parseCast(`${HEADER}\n[0.5,"o","hi"]\n[1,"r","100x30"]\n`)).toEqual({
      cols: 80,
      rows: 24,
      startedAt: new Date("2026-03-14T09:26:53Z"),
      events: [
        [0.5, "o", "hi"],
        [1, "r", "100x30"],
      ],
    });
  });

  test.each(["", "{}", `${HEADER}\n[0.5,"o"]`, `${HEADER}\n[0.5,"x","y"]`, `${HEADER}\nnot json`])(
    "is refused when it is none: %s",
    (text) => {
      expect(parseCast(text)).toBeUndefined();
    },
  );
});

describe("shortened waits", () => {
  const events: CastEvent[] = [
    [1, "o", "a"],
    [11, "o", "b"],
    [11.5, "o", "c"],
    [31.5, "o", "d"],
  ];
  const timeline = shortenWaits(events, 2);

  test("cut every longer wait to the limit, and none that is shorter", () => {
    expect(timeline.events.map(([at]) => at)).toEqual([1, 3, 3.5, 5.5]);
    expect(timeline.durationSeconds).toBe(5.5);
  });

  test("find the way between both times", () => {
    expect(timeline.toReplay(11)).toBe(3);
    expect(timeline.toReal(3.5)).toBe(11.5);
    expect(timeline.toReal(5.5)).toBe(31.5);
    expect(timeline.toReplay(0)).toBe(0);
    expect(timeline.toReplay(99)).toBe(5.5);
  });

  test("change nothing without a limit", () => {
    expect(shortenWaits(events, Number.POSITIVE_INFINITY).events).toEqual(events);
  });

  test("never run backwards", () => {
    const times = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, (gaps) => {
        const any = gaps.map(
          (_gap, index): CastEvent => [gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0), "o", ""],
        );
        const { events: shortened } = shortenWaits(any, 2);
        return shortened.every(([time], index) => time >= (shortened[index - 1]?.[0] ?? 0) - 1e-9);
      }),
    );
  });
});

const linesOf = (...outputs: string[]) =>
  readTranscript(outputs.map((data, at): CastEvent => [at, "o", data])).map((line) => line.text);

describe("a transcript", () => {
  test("has lines with the second at which they began", () => {
    const events: CastEvent[] = [
      [1, "o", "$ "],
      [2, "o", "df -h\r\n"],
      [3, "o", "Filesystem\r\n"],
    ];
    expect(readTranscript(events)).toEqual([
      { at: 1, text: "$ df -h", kind: "output" },
      { at: 3, text: "Filesystem", kind: "output" },
    ]);
  });

  test.each([
    ["what was overwritten", ["  0%\r 50%\r100%\r\n"], ["100%"]],
    ["what was deleted with backspace", ["lx\b \bs\r\n"], ["ls"]],
    ["what was erased to the end of the line", ["secret\r\x1b[Kok\r\n"], ["ok"]],
    ["colours", ["\x1b[01;31mred\x1b[0m\r\n"], ["red"]],
    ["a title", ["\x1b]0;evil title\x07$ ls\r\n"], ["$ ls"]],
    ["a sequence that comes in two parts", ["\x1b[0", "1;31mred\r\n"], ["red"]],
    ["control characters", ["a\x00\x07\x0eb\r\n"], ["ab"]],
  ])("leaves out %s", (_title, outputs, lines) => {
    expect(linesOf(...outputs)).toEqual(lines);
  });

  test("names a full-screen program in its place, and leaves out what it drew", () => {
    const lines = readTranscript([[1, "o", "$ vi x\r\n\x1b[?1049h~\r\n~\r\n\x1b[?1049l$ \r\n"]]);
    expect(lines.map(({ kind, text }) => [kind, text])).toEqual([
      ["output", "$ vi x"],
      ["program", ""],
      ["output", "$"],
    ]);
  });

  test("has marks where they were made", () => {
    expect(readTranscript([[4, "m", "gap: frames 3 to 5"]])).toEqual([
      { at: 4, text: "gap: frames 3 to 5", kind: "mark" },
    ]);
  });

  test("lets no control character through, whatever a node prints", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 8 }), (outputs) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        return linesOf(...outputs).every((text) => !/[\x00-\x1f\x7f]/.test(text));
      }),
    );
  });
});
