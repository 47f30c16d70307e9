import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runsOf } from "@/lib/session-manager/output/durable-ahead";
import { payloadTypes } from "@/lib/session-manager/wire/wire-types";
import { RangeOrder } from "./order-ranges";
import { RangeWriter } from "./range-writer";
import { foldCounters } from "./read-counters";
import type { RecordedRun } from "./resuming/store";
import { SessionRecorder } from "./session-recorder";
import type { RangeRow, StoredRange } from "./store";

const AT = new Date("2026-03-14T09:26:53Z");
const bytes = (text: string) => new TextEncoder().encode(text);
const frame = (sequence: number, text = "x") => ({
  sequence,
  payloadType: payloadTypes.output as number,
  payload: bytes(text),
});

function stored(kind: StoredRange["kind"], first: number, last: number, text = ""): StoredRange {
  const payload = bytes(text);
  return {
    id: BigInt(first + 1),
    kind,
    firstSequence: first,
    lastSequence: last,
    byteCount: payload.length,
    bytes: payload,
    at: new Date(AT.getTime() + first * 1000),
  };
}

describe("the range writer", () => {
  it("commits what comes during a commit together, in the next one", async () => {
    const statements: number[] = [];
    const gates: (() => void)[] = [];
    const writer = new RangeWriter(async (rows) => {
      statements.push(rows.length);
      await new Promise<void>((resolve) => gates.push(resolve));
      return new Set(rows.keys());
    });
    const row = rowOf("ses_a");
    const first = writer.append([row]);
    await until(() => gates.length === 1);
    const others = [writer.append([row, row]), writer.append([row])];
    gates[0]?.();
    await first;
    await until(() => gates.length === 2);
    gates[1]?.();
    await Promise.all(others);
    expect(statements).toEqual([1, 3]);
  });

  it("tells only the overtaken session that its epoch is stale", async () => {
    const writer = new RangeWriter(
      async (rows) => new Set([...rows.keys()].filter((at) => rows[at]?.epoch === 2)),
    );
    const stale = writer.append([{ ...rowOf("ses_a"), epoch: 1 }]);
    const good = writer.append([{ ...rowOf("ses_b"), epoch: 2 }]);
    await expect(stale).rejects.toMatchObject({ code: "STALE_EPOCH" });
    await expect(good).resolves.toBeUndefined();
  });

  it("says NOT_DURABLE when the database fails, and goes on afterwards", async () => {
    let isAway = true;
    const writer = new RangeWriter(async (rows) => {
      if (isAway) throw new Error("connection refused");
      return new Set(rows.keys());
    });
    await expect(writer.append([rowOf("ses_a")])).rejects.toMatchObject({ code: "NOT_DURABLE" });
    isAway = false;
    await expect(writer.append([rowOf("ses_a")])).resolves.toBeUndefined();
  });
});

describe("a session's recorder", () => {
  it("writes consecutive frames as one range and leaves the handshake's bytes out", async () => {
    const { recorder, rows } = recorderInto();
    await recorder.appendOutput([
      { ...frame(0, "{}"), payloadType: payloadTypes.handshakeRequest },
      frame(1, "a"),
      frame(2, "b"),
      frame(4, "d"),
    ]);
    expect(rows.map((row) => [row.firstSequence, row.lastSequence, text(row)])).toEqual([
      [0, 2, "ab"],
      [4, 4, "d"],
    ]);
  });

  it("records time and size of input, but not its bytes unless the rule says so", async () => {
    const { recorder, rows } = recorderInto();
    await recorder.appendInput(frame(0, "secret"));
    await recorder.appendInput({ ...frame(1, '{"cols":80,"rows":24}'), payloadType: payloadTypes.size });
    expect(rows.map((row) => [row.kind, row.byteCount, text(row)])).toEqual([
      ["i", 6, ""],
      ["r", 0, '{"cols":80,"rows":24}'],
    ]);
  });

  it("writes no frame twice when the answer to a commit was lost", async () => {
    const rows: RangeRow[] = [];
    let losesAnswer = true;
    const recorder = new SessionRecorder({
      writer: new RangeWriter(async (given) => {
        rows.push(...given);
        if (losesAnswer) throw new Error("connection lost");
        return new Set(given.keys());
      }),
      findRecorded: async () => rows.map((row) => ({ first: row.firstSequence, last: row.lastSequence })),
      recordGap: async () => {},
      readNumbers: async () => [],
      sessionId: "ses_a",
      epoch: 1,
      sealer: undefined,
    });
    await expect(recorder.appendOutput([frame(0, "a")])).rejects.toMatchObject({ code: "NOT_DURABLE" });
    losesAnswer = false;
    await recorder.appendOutput([frame(0, "a"), frame(1, "b")]);
    expect(rows.map(text).join("")).toBe("ab");
  });
});

describe("counters of a successor", () => {
  const numbers = (kind: RecordedRun["kind"], first: number, last: number, byteCount = 0) => ({
    kind,
    firstSequence: first,
    lastSequence: last,
    byteCount,
    bytes: kind === "g" ? bytes("channel-closed") : null,
  });

  it("start at zero for a new session", () => {
    expect(foldCounters([])).toMatchObject({
      outputExpected: 0,
      inputNext: 0,
      inputFillFrom: 0,
      outputBytes: 0,
    });
  });

  it("end at the first hole, name what lies beyond it, and pass named gaps", () => {
    const rows = [numbers("o", 0, 4, 50), numbers("g", 5, 6), numbers("o", 7, 7, 9), numbers("o", 9, 9, 3)];
    expect(foldCounters(rows)).toMatchObject({
      outputExpected: 8,
      outputBytes: 59,
      outputAhead: [{ first: 9, last: 9 }],
      outputGaps: [{ from: 5, to: 6, why: "channel-closed" }],
    });
  });

  it("are not made of a gap that no recorder can have written", () => {
    expect(() => foldCounters([{ ...numbers("g", 0, 1), bytes: bytes("lost") }])).toThrow(
      expect.objectContaining({ code: "RECORDING_UNREADABLE" }),
    );
  });

  it("fill the last 128 input numbers, which may not have been sent", () => {
    expect(foldCounters([numbers("r", 0, 0), numbers("i", 1, 199)])).toMatchObject({
      inputNext: 200,
      inputFillFrom: 72,
    });
  });
});

describe("the order of ranges", () => {
  it("is the stream's, whatever order they were written in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        (sizes, seed) => {
          let next = 0;
          const ranges = sizes.map((size) => {
            next += size;
            return stored("o", next - size, next - 1, `${next - size};`);
          });
          const shuffled = shuffle(ranges, seed);
          const order = new RangeOrder();
          const played = [...shuffled.flatMap((range) => order.push(range)), ...order.flush()];
          expect(played).toEqual(ranges);
        },
      ),
    );
  });

  it("plays a range once that was written twice", () => {
    const order = new RangeOrder();
    const range = stored("o", 0, 3, "abcd");
    expect([...order.push(range), ...order.push(range)]).toEqual([range]);
  });

  it("keeps what lies beyond a hole until the session is over, and then names the hole", () => {
    const order = new RangeOrder();
    const [begin, end] = [stored("o", 0, 3, "abcd"), stored("o", 6, 7, "gh")];
    expect([...order.push(begin), ...order.push(end)]).toEqual([begin]);
    expect(order.flush()).toEqual([{ kind: "hole", from: 4, to: 5, at: end.at }, end]);
    expect(order.flush()).toEqual([]);
  });

  it("goes on after a named gap", () => {
    const order = new RangeOrder();
    const late = stored("o", 5, 5, "z");
    expect(order.push(late)).toEqual([]);
    const gap = stored("g", 0, 4);
    expect(order.push(gap)).toEqual([gap, late]);
  });
});

it("runs are split where numbers are missing and sorted by them", () => {
  const runs = runsOf([frame(4), frame(1), frame(2), frame(2)]);
  expect(runs.map((run) => run.map(({ sequence }) => sequence))).toEqual([[1, 2], [4]]);
});

function recorderInto(): { recorder: SessionRecorder; rows: RangeRow[] } {
  const rows: RangeRow[] = [];
  const writer = new RangeWriter(async (given) => {
    rows.push(...given);
    return new Set(given.keys());
  });
  const findRecorded = async () => [];
  return {
    recorder: new SessionRecorder({
      writer,
      findRecorded,
      recordGap: async () => {},
      readNumbers: async () => [],
      sessionId: "ses_a",
      epoch: 1,
      sealer: undefined,
    }),
    rows,
  };
}

function rowOf(sessionId: string): RangeRow {
  return {
    sessionId,
    epoch: 1,
    kind: "o",
    firstSequence: 0,
    lastSequence: 0,
    byteCount: 1,
    bytes: bytes("x"),
  };
}

function text(row: { bytes: Uint8Array | null }): string {
  return new TextDecoder().decode(row.bytes ?? new Uint8Array());
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

function shuffle<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, key: Math.imul(index + 1, seed | 1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
