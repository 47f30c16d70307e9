import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CastEvent, CastReader, shortenWaits } from "./cast";

const HEADER = '{"version":2,"width":80,"height":24,"timestamp":1773480413,"title":"x"}';

function parseCast(text: string) {
  const reader = new CastReader();
  return text
    .trimEnd()
    .split("\n")
    .every((line) => reader.take(line))
    ? reader.finish()
    : undefined;
}

describe("a recording", () => {
  it("is read with its size, its start and its events", () => {
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

  it.each(["", "{}", `${HEADER}\n[0.5,"o"]`, `${HEADER}\n[0.5,"x","y"]`, `${HEADER}\nnot json`])(
    "is refused when it is none: %s",
    (text) => {
      expect(parseCast(text)).toBeUndefined();
    },
  );
});

describe("a hostile recording", () => {
  it("has its output filtered, in the size that the screen had by then", () => {
    const cast = parseCast(
      [
        HEADER,
        JSON.stringify([1, "o", "\x1b]0;t"]),
        JSON.stringify([2, "o", "itle\x07\x1b[999999L"]),
        JSON.stringify([3, "r", "100x30"]),
        JSON.stringify([4, "o", "\x1b[999999L"]),
      ].join("\n"),
    );
    expect(cast?.events.map(([, , data]) => data)).toEqual(["", "\x1b[24L", "100x30", "\x1b[30L"]);
  });

  it("has no screen larger than there are", () => {
    const cast = parseCast(`${HEADER.replace("80", "999999999")}\n[1,"r","999999x0"]\n[2,"r","evil"]`);
    expect([cast?.cols, cast?.events.map(([, , data]) => data)]).toEqual([1000, ["1000x1", "1x1"]]);
  });
});

describe("shortened waits", () => {
  const events: CastEvent[] = [
    [1, "o", "a"],
    [11, "o", "b"],
    [11.5, "o", "c"],
    [31.5, "o", "d"],
  ];
  const timeline = shortenWaits(events, 2);

  it("cut every longer wait to the limit, and none that is shorter", () => {
    expect(timeline.events.map(([at]) => at)).toEqual([1, 3, 3.5, 5.5]);
    expect(timeline.durationSeconds).toBe(5.5);
  });

  it("find the way between both times", () => {
    expect(timeline.toReplay(11)).toBe(3);
    expect(timeline.toReal(3.5)).toBe(11.5);
    expect(timeline.toReal(5.5)).toBe(31.5);
    expect(timeline.toReplay(0)).toBe(0);
    expect(timeline.toReplay(99)).toBe(5.5);
  });

  it("are named while they are passed over, by how long they were", () => {
    expect([1, 5, 11, 11.25, 30].map(timeline.waitAt)).toEqual([undefined, 10, undefined, undefined, 20]);
  });

  it("change nothing without a limit", () => {
    expect(shortenWaits(events, Number.POSITIVE_INFINITY).events).toEqual(events);
  });

  it("never run backwards", () => {
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
