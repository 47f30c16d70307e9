import { expect, it } from "vitest";
import { type DecodedRange, decodeGap, decodeRange } from "./decode-range";
import { GAP_CAUSES, type RangeContent, type RangeKind } from "./range";

const stored = (kind: RangeKind, text: string | null = null) => ({
  ...{ kind, firstSequence: 3, lastSequence: 5 },
  bytes: text === null ? null : new TextEncoder().encode(text),
});
const UNREADABLE = expect.objectContaining({ code: "RECORDING_UNREADABLE" });

it.each<[RangeContent, DecodedRange]>([
  [stored("o", "hi"), { kind: "output", bytes: new TextEncoder().encode("hi") }],
  [stored("r", '{"cols":80,"rows":24}'), { kind: "size", cols: 80, rows: 24 }],
  [stored("m", '{"mark":"ended","detail":"exited"}'), { kind: "mark", mark: "ended" }],
  [
    stored("m", '{"mark":"not-echoed","bytes":7,"fromAgoMs":5000,"toAgoMs":3100}'),
    { kind: "unechoed", bytes: 7, fromAgoMs: 5000, toAgoMs: 3100 },
  ],
  ...GAP_CAUSES.map((cause): [RangeContent, DecodedRange] => [
    stored("g", cause),
    { kind: "gap", from: 3, to: 5, cause },
  ]),
  [stored("i", "secret"), { kind: "input" }],
])("a range is read as the recorder wrote it: %o", (range, decoded) => {
  expect(decodeRange(range)).toEqual(decoded);
});

it.each([
  stored("o"),
  stored("r"),
  stored("r", "80x24"),
  stored("r", '{"cols":0,"rows":24}'),
  stored("m", "{}"),
  stored("m", "null"),
  stored("m", '{"mark":"not-echoed"}'),
  stored("m", '{"mark":"not-echoed","bytes":0,"fromAgoMs":1,"toAgoMs":1}'),
  stored("g"),
  stored("g", "lost"),
  stored("g", '"not-resent"'),
  { ...stored("g", "not-resent"), firstSequence: 6 },
  { ...stored("g", "not-resent"), firstSequence: -1 },
  { ...stored("m"), bytes: Uint8Array.from([0xff]) },
])("what our recorder can't have written is no range: %o", (range) => {
  expect(() => decodeRange(range)).toThrow(UNREADABLE);
});

it("a gap is read the same when its cause comes as text", () => {
  expect(decodeGap({ from: 1, to: 2, cause: "channel-closed" })).toEqual({
    ...{ from: 1, to: 2 },
    cause: "channel-closed",
  });
  expect(() => decodeGap({ from: 1, to: 2, cause: "" })).toThrow(UNREADABLE);
});
