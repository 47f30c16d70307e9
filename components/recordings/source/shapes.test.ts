import { describe, expect, it } from "vitest";
import type { ReplayBeginning } from "@/lib/recordings/segments/views";
import { segmentOf } from "../testing/segments";
import {
  commandsFrom,
  isBeginning,
  isComparedGaps,
  isPreparedBundle,
  isSearchAnswer,
  linesAt,
  segmentAt,
} from "./shapes";

const BEGINNING: ReplayBeginning = {
  ...{ version: 1, startedAt: "2026-11-28T14:05:00.000Z", durationMs: 9_000, isComplete: false },
  ...{ waitingBytes: 0, failure: null, clearUntil: null, segments: 1, lines: 0, commands: 0 },
  ...{ outputBytes: 12, posterMs: 100, activity: { bucketMs: 1_000, buckets: [[0, 12]] } },
  ...{ waits: [[100, 9_000]], marks: [[5, "m", "connected"]] },
  first: { segment: segmentOf(0, 0, 1_000), isFinal: false },
};
const LINES = {
  ...{ version: 1, number: 2, firstLine: 40 },
  lines: [{ atMs: 5, fromMs: 1, text: "$ ls", kind: "output" }],
};
const COMMANDS = {
  commands: [{ number: 0, atMs: 5, text: "ls", durationMs: null, exitStatus: 0, isMarked: true }],
  next: 1_000,
};
const GAPS = {
  differences: [],
  filled: [{ from: 3, to: 5, lineCount: 1, lines: [{ number: 1, text: "x" }] }],
};
const NODE = { id: "i-1", name: "web-1", tags: { Tier: "0" } };
const TEXT = { text: "ls -l", marks: [[0, 2]], isCutBefore: false, isCutAfter: false };
const SEARCH = {
  ...{ terms: ["ls"], next: null, isStopped: false, searchedBackTo: null, mostOfSession: null },
  hits: [
    {
      kind: "command",
      sessionId: "s",
      atMs: 5,
      at: BEGINNING.startedAt,
      found: TEXT,
      before: [],
      after: [TEXT],
    },
  ],
  sessions: [
    { id: "s", personName: null, node: NODE, createdAt: BEGINNING.startedAt, state: "ended", verdict: null },
  ],
  notCovered: { pending: 0, failed: 0, withoutRecording: 0, deleted: 0 },
};

const ANSWERS: [name: string, is: (value: unknown) => boolean, good: object][] = [
  ["a beginning", isBeginning, BEGINNING],
  ["a segment", segmentAt({ ms: 20 }), segmentOf(3, 3_000, 4_000)],
  ["lines", linesAt({ line: 40 }), LINES],
  ["commands", commandsFrom(0), COMMANDS],
  ["gaps", isComparedGaps, { filled: GAPS.filled }],
  ["a prepared file", isPreparedBundle, { state: "waiting" }],
  ["hits", isSearchAnswer, SEARCH],
];

/** The same value with one of its parts, however deep, made something else. */
function* spoiled(value: unknown): Generator<unknown> {
  yield undefined;
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value))
    for (const part of spoiled(Reflect.get(value, key)))
      yield Array.isArray(value) ? Object.assign([...value], { [key]: part }) : { ...value, [key]: part };
}

describe("the shapes of the gateway's answers", () => {
  it.each(ANSWERS)("know %s", (_name, is, good) => {
    expect(is(good)).toBe(true);
    for (const other of [null, [], "", 7, {}, [good], { error: { code: "X" } }])
      expect(is(other)).toBe(false);
  });

  // What isn't read of a node or a gap isn't looked at.
  const UNREAD = new Set(['"id":"i-1"', '"Tier":"0"', '"to":5']);
  it.each(ANSWERS)("miss no part of %s", (_name, is, good) => {
    const whole = JSON.stringify(good);
    for (const bad of spoiled(good)) {
      const text = JSON.stringify(bad) ?? "";
      const isUnread = [...UNREAD].some((part) => whole.includes(part) && !text.includes(part));
      const isWhole = is(bad);
      if (isWhole && !isUnread) expect.fail(`${text} is not ${whole}`);
    }
  });

  it("want the part that was asked for", () => {
    expect(segmentAt({ number: 3 })(segmentOf(3, 0, 1))).toBe(true);
    expect(segmentAt({ number: 4 })(segmentOf(3, 0, 1))).toBe(false);
    expect(linesAt({ number: 2 })(LINES)).toBe(true);
    expect(linesAt({ number: 0 })(LINES)).toBe(false);
  });

  it("want pages that lead on", () => {
    expect(commandsFrom(999)(COMMANDS)).toBe(true);
    expect(commandsFrom(1_000)(COMMANDS)).toBe(false);
    expect(commandsFrom(1_000)({ ...COMMANDS, next: null })).toBe(true);
  });

  it("take no number that is none", () => {
    const text = JSON.stringify(BEGINNING).replace("9000", "1e999");
    expect(isBeginning(JSON.parse(text))).toBe(false);
  });
});
