import { expect, it } from "vitest";
import { decodeRange } from "./decode-range";

const stored = (kind: "o" | "r" | "m" | "g" | "i", text: string | null = null) => ({
  ...{ kind, firstSequence: 3, lastSequence: 5 },
  bytes: text === null ? null : new TextEncoder().encode(text),
});

it.each([
  [stored("o", "hi"), { kind: "output", bytes: new TextEncoder().encode("hi") }],
  [stored("r", '{"cols":80,"rows":24}'), { kind: "size", cols: 80, rows: 24 }],
  [stored("m", '{"mark":"ended","detail":"exited"}'), { kind: "mark", mark: "ended" }],
  [stored("g"), { kind: "gap", from: 3, to: 5 }],
  [stored("i", "secret"), { kind: "input" }],
])("a range is read as the recorder wrote it: %o", (range, decoded) => {
  expect(decodeRange(range)).toEqual(decoded);
});

it.each([
  stored("r"),
  stored("r", "80x24"),
  stored("r", '{"cols":0,"rows":24}'),
  stored("m", "{}"),
  stored("m", "null"),
])("what our recorder can't have written is no range: %o", (range) => {
  expect(() => decodeRange(range)).toThrow();
});
