import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { WAITING } from "@/lib/db/testing/superuser";
import { newId } from "@/lib/kernel/ids";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import type { RangeKind } from "@/lib/recorded-ranges/range";
import type { OutputFrame } from "@/lib/session-manager/output/recorder";
import { payloadTypes } from "@/lib/session-manager/wire/wire-types";
import { findGaps } from "@/lib/sessions/read-store";
import { RangeWriter } from "./range-writer";
import { readCounters } from "./read-counters";
import { recordGap } from "./record-gap";
import { recordSession } from "./record-session";
import { readNumbers, readOutput } from "./resuming/read-output";
import { SessionRecorder } from "./session-recorder";
import { startRecording } from "./start-recording";
import { findOutputBetween, findRanges, insertRanges, type RangeRow } from "./store";

const GATEWAY = { kind: "system", name: "gateway", origin: "prc_1" } as const;
let database: TestDatabase;
let sessionId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await run(
    "insert into accounts (id, name, protection, regions) values ('111122223333', 'a', 'staging', '{}')",
  );
  await run(
    `insert into nodes (id, account_id, region, name, host_name, platform, agent_version, tags, protection, is_online, read_at)
     values ('i-0b7d20e94a6c8135f', '111122223333', 'eu-west-1', 'n', 'n', 'Linux', '3', '{}', 'staging', true, now())`,
  );
  await database.as("gateway");
});
beforeEach(async () => {
  sessionId = await newSession();
});
afterAll(() => database.close());

/** As the superuser: what the gateway's own login could not do. */
function run(sql: string, values: unknown[] = []) {
  return database.asSuperuser((client) => client.query(sql, values));
}

async function newSession(): Promise<string> {
  const id = newId("session");
  await run(
    `insert into sessions (id, kind, account_id, region, node_id, document_name, state, epoch, gateway_id, opened_at,
       aws_session_id, stream_url, client_id, window_ends_at)
     values ($1, 'imported', '111122223333', 'eu-west-1', 'i-0b7d20e94a6c8135f', 'd', 'open', 1, 'prc_1', now(),
       $1 || '-1', 'wss://x.test/', 'c', now())`,
    [id],
  );
  await startRecording(id);
  return id;
}

const takeOver = (epoch: number) => run("update sessions set epoch = $2 where id = $1", [sessionId, epoch]);

function row(
  kind: RangeKind,
  first: number,
  last: number,
  given: Partial<RangeRow> & { text?: string } = {},
) {
  const { text, ...rest } = given;
  const bytes = text === undefined ? null : Buffer.from(text);
  return {
    ...{ sessionId, epoch: 1, kind, firstSequence: first, lastSequence: last },
    ...{ byteCount: bytes?.length ?? 0, bytes },
    ...rest,
  } satisfies RangeRow;
}

const insert = (...rows: RangeRow[]) => insertRanges(rows);
const all = async (id = sessionId) => (await findRanges(reading(), id, 0n)).ranges;

async function outputAfter(after: number): Promise<{ bytes: Buffer; offsets: number[] }> {
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  for await (const part of readOutput(sessionId, after)) parts.push(part);
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    offsets: parts.map(({ offset }) => offset),
  };
}

describe("insertRanges", () => {
  it("writes the runs of many sessions at once, in their order, and says which it wrote", async () => {
    const other = await newSession();
    const rows = [
      row("o", 5, 9, { text: "second" }),
      row("o", 0, 0, { sessionId: other, epoch: 7, text: "of nobody" }),
      row("o", 0, 4, { text: "first" }),
      row("i", 0, 0, { byteCount: 3 }),
      row("o", 0, 2, { sessionId: other, text: "theirs" }),
      row("o", 9, 9, { sessionId: newId("session"), text: "of no session" }),
    ];
    expect([...(await insert(...rows))].sort()).toEqual([0, 2, 3, 4]);
    expect(await all()).toMatchObject([
      { kind: "o", firstSequence: 5, lastSequence: 9, byteCount: 6 },
      { kind: "o", firstSequence: 0, lastSequence: 4, byteCount: 5 },
      { kind: "i", firstSequence: 0, lastSequence: 0, byteCount: 3, bytes: null },
    ]);
    expect(await all(other)).toMatchObject([{ firstSequence: 0, lastSequence: 2 }]);
  });

  it("keeps any bytes as they are", async () => {
    const bytes = Buffer.concat([Buffer.from([0, 0x5c, 0x27, 0xff, 0xc3, 0x28]), randomBytes(1 << 20)]);
    await insert(row("o", 0, 1100, { bytes, byteCount: bytes.length }));
    const [stored] = await all();
    expect(Buffer.from(stored?.bytes ?? []).equals(bytes)).toBe(true);
  });

  it("gives them back in pages of bounded size, whatever a run's, and says when there are no more", async () => {
    const sizes = [3_000_000, 3_000_000, 10, 6_000_000, 10, 10];
    for (const [at, size] of sizes.entries())
      await insert(row("o", at, at, { bytes: Buffer.alloc(size, 0x61), byteCount: size }));
    const pages: { sizes: number[]; isEnd: boolean }[] = [];
    for (let afterId = 0n; !pages.at(-1)?.isEnd; ) {
      const { ranges, isEnd } = await findRanges(reading(), sessionId, afterId);
      pages.push({ sizes: ranges.map(({ bytes }) => bytes?.length ?? 0), isEnd });
      afterId = ranges.at(-1)?.id ?? afterId;
    }
    expect(pages).toEqual([
      { sizes: [3_000_000, 3_000_000], isEnd: false },
      { sizes: [10, 6_000_000], isEnd: false },
      { sizes: [10, 10], isEnd: true },
    ]);
  });

  it.each([0, 2])("writes nothing under the epoch %i of somebody else", async (epoch) => {
    expect(await insert(row("o", 0, 0, { epoch, text: "x" }))).toEqual(new Set());
    expect(await all()).toEqual([]);
  });

  it("waits for a takeover under way, and then writes nothing", async () => {
    let late: Promise<ReadonlySet<number>> | undefined;
    await database.asSuperuser(async (client) => {
      await client.query("begin");
      await client.query("update sessions set epoch = 2 where id = $1", [sessionId]);
      late = insert(row("o", 0, 0, { text: "late" }));
      await expect
        .poll(async () => (await client.query(WAITING)).rowCount, {
          timeout: 5_000,
        })
        .toBeGreaterThan(0);
      await client.query("commit");
    });
    expect(await late).toEqual(new Set());
    expect(await all()).toEqual([]);
    expect(await insert(row("o", 0, 0, { epoch: 2, text: "next" }))).toEqual(new Set([0]));
  });

  it("holds a takeover up until what it writes is committed", async () => {
    await run(`create function wait_here() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(1); return new; end $$`);
    await run(
      "create trigger wait_here before insert on recording_ranges for each row execute function wait_here()",
    );
    let isTaken = false;
    const takeover = await database.asSuperuser(async (client) => {
      await client.query("select pg_advisory_lock(1)");
      const writing = insert(row("o", 0, 0, { text: "in time" }));
      const waiting = async () => (await client.query(WAITING)).rowCount;
      await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
      const taking = takeOver(2).then(() => {
        isTaken = true;
      });
      await expect.poll(waiting, { timeout: 5_000 }).toBe(2);
      expect(isTaken).toBe(false);
      await client.query("select pg_advisory_unlock(1)");
      expect(await writing).toEqual(new Set([0]));
      return taking;
    });
    await takeover;
    expect(await all()).toHaveLength(1);
    await run("drop trigger wait_here on recording_ranges");
  });

  it("leaves no run of an old epoch behind one of a new, whoever is faster", async () => {
    const writer = async (epoch: number, count: number) => {
      const written: number[] = [];
      for (let sequence = 0; sequence < count; sequence += 1)
        if ((await insert(row("o", sequence, sequence, { epoch, text: "x" }))).has(0)) written.push(sequence);
      return written;
    };
    const old = [writer(1, 60), writer(1, 60), writer(1, 60)];
    await takeOver(2);
    const [next, ...before] = await Promise.all([writer(2, 20), ...old]);
    expect(next).toHaveLength(20);
    const { rows } = await run("select epoch from recording_ranges where session_id = $1 order by id", [
      sessionId,
    ]);
    const epochs = rows.map(({ epoch }: { epoch: number }) => epoch);
    expect(epochs).toEqual([...epochs].sort());
    expect(epochs.filter((epoch) => epoch === 1)).toHaveLength(before.flat().length);
  });
});

describe("readOutput", () => {
  it("gives from any offset what is on record, whatever the order of writing", async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 8, unit: "binary" }), {
      minLength: 1,
      maxLength: 12,
    });
    const cases = fc.record({ texts, seed: fc.nat(), after: fc.nat(120) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ texts: runs, seed, after }) => {
        sessionId = await newSession();
        const rows = runs.map((text, index) => row("o", index * 3, index * 3 + 2, { text }));
        const shuffled = rows.map((one, index) => ({ one, key: (seed * (index + 7)) % 13 }));
        for (const { one } of shuffled.sort((a, b) => a.key - b.key)) await insert(one);
        const whole = Buffer.from(runs.join(""));
        const { bytes, offsets } = await outputAfter(after);
        expect(bytes.equals(whole.subarray(after))).toBe(true);
        if (offsets.length > 0) expect(offsets[0]).toBe(after);
      }),
      { numRuns: 25 },
    );
  });

  it("reads page by page, a run that was written twice once", async () => {
    const rows = Array.from({ length: 1_300 }, (_, i) => row("o", i, i, { text: `${i};` }));
    await insert(...rows);
    await insert(...rows.slice(490, 510), row("o", 1300, 1300, { text: "end" }));
    const whole = `${Array.from({ length: 1_300 }, (_, i) => `${i};`).join("")}end`;
    expect((await outputAfter(0)).bytes.toString()).toBe(whole);
    expect((await outputAfter(4_321)).bytes.toString()).toBe(whole.slice(4_321));
    expect(await outputAfter(whole.length)).toEqual({ bytes: Buffer.alloc(0), offsets: [] });
  });

  it("ends at a hole, and goes on when it is filled or named", async () => {
    await insert(
      row("o", 0, 1, { text: "ab" }),
      row("o", 4, 5, { text: "ef" }),
      row("o", 8, 8, { text: "i" }),
    );
    expect((await outputAfter(0)).bytes.toString()).toBe("ab");
    await insert(row("o", 2, 3, { text: "cd" }));
    expect((await outputAfter(1)).bytes.toString()).toBe("bcdef");
    await insert(row("g", 6, 7, { text: "not-resent" }));
    expect(await outputAfter(3)).toEqual({ bytes: Buffer.from("defi"), offsets: [3, 4, 6] });
  });
});

describe("what waits for a missing frame", () => {
  it("is read back from any of its ranges, each once, as far as it goes", async () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      row("o", 4 + 2 * i, 5 + 2 * i, { text: `${4 + 2 * i};` }),
    );
    await insert(
      row("o", 0, 1, { text: "a" }),
      ...rows,
      ...rows.slice(3, 5),
      row("o", 50, 50, { text: "z" }),
    );
    let next = 4;
    const read: string[] = [];
    while (next <= 43)
      for (const { first, last, bytes } of await readNumbers(sessionId, next, 43)) {
        expect(first).toBe(next);
        next = last + 1;
        read.push(Buffer.from(bytes).toString());
      }
    expect(read).toEqual(rows.map(({ bytes }) => Buffer.from(bytes ?? []).toString()));
    await expect(readNumbers(sessionId, 44, 49)).rejects.toMatchObject({ code: "RECORDING_UNREADABLE" });
  });

  it("is known to a successor by its numbers, whatever was written twice or came late", async () => {
    await insert(
      row("r", 0, 0, { text: '{"cols":80,"rows":24}' }),
      row("o", 0, 4, { text: "abcde" }),
      row("o", 5, 6, { text: "fg" }),
      row("g", 7, 9, { text: "not-resent" }),
      row("o", 10, 12, { text: "klm" }),
    );
    await insert(
      row("o", 5, 6, { text: "fg" }),
      row("o", 8, 8, { text: "late" }),
      row("o", 20, 21, { text: "uv" }),
      row("o", 22, 22, { text: "w" }),
      row("o", 20, 21, { text: "uv" }),
      row("o", 30, 30, { text: "x" }),
    );
    await insert(row("i", 1, 1), row("i", 2, 2));
    expect(await readCounters(sessionId)).toEqual({
      ...{ outputExpected: 13, outputBytes: 10, inputNext: 3, inputFillFrom: 0 },
      outputAhead: [
        { first: 20, last: 22 },
        { first: 30, last: 30 },
      ],
      outputGaps: [{ from: 7, to: 9, why: "not-resent" }],
    });
    expect((await outputAfter(6)).bytes.toString()).toBe("gklm");
  });
});

describe("a recorder that does not know whether its commit was made", () => {
  const frames = (...numbers: number[]): OutputFrame[] =>
    numbers.map((sequence) => ({
      sequence,
      payloadType: payloadTypes.output,
      payload: Buffer.from(`${sequence},`),
    }));

  it("looks before it writes again: nothing stands there twice", async () => {
    let isLost = true;
    const writer = new RangeWriter(async (rows) => {
      const written = await insertRanges(rows);
      if (isLost) throw new Error("connection lost after the commit");
      return written;
    });
    const recorder = new SessionRecorder({
      ...{ writer, sessionId, epoch: 1, sealer: undefined },
      findRecorded: (first, last) => findOutputBetween(reading(), sessionId, { first, last }),
      recordGap: (gap) => recordGap(GATEWAY, gap),
      readNumbers: (first, last) => readNumbers(sessionId, first, last),
    });
    await expect(recorder.appendOutput(frames(0, 1, 2))).rejects.toMatchObject({ code: "NOT_DURABLE" });
    isLost = false;
    await recorder.appendOutput(frames(0, 1, 2, 3, 5));
    const numbers = (await all()).map(({ firstSequence, lastSequence }) => [firstSequence, lastSequence]);
    expect(numbers).toEqual([
      [0, 2],
      [3, 3],
      [5, 5],
    ]);
    expect((await outputAfter(0)).bytes.toString()).toBe("0,1,2,3,");
    expect(await readCounters(sessionId)).toMatchObject({
      ...{ outputExpected: 4, outputBytes: 8, inputNext: 0 },
      outputAhead: [{ first: 5, last: 5 }],
    });
    await takeOver(2);
    await expect(recorder.appendOutput(frames(4))).rejects.toMatchObject({ code: "STALE_EPOCH" });
    expect(await all()).toHaveLength(3);
  });
});

describe("a gap", () => {
  const gap = { from: 2, to: 4, why: "not-resent" } as const;
  const recorder = () => recordSession(GATEWAY, { sessionId, epoch: 1, keepsInput: false });
  const recorded = async () =>
    (await all()).filter(({ kind }) => kind === "g").map((range) => decodeRange(range));
  const events = async () =>
    (
      await run("select data from audit_events where code = 'recording.gap-found' and session_id = $1", [
        sessionId,
      ])
    ).rows;

  it("keeps its cause, and is written with its event, once, however often it is appended", async () => {
    await recorder().appendGap(gap);
    await recorder().appendGap(gap);
    await recorder().appendGap({ from: 7, to: 7, why: "channel-closed" });
    expect(await recorded()).toEqual([
      { kind: "gap", from: 2, to: 4, cause: "not-resent" },
      { kind: "gap", from: 7, to: 7, cause: "channel-closed" },
    ]);
    expect(await events()).toEqual([
      { data: { from: 2, to: 4, cause: "not-resent" } },
      { data: { from: 7, to: 7, cause: "channel-closed" } },
    ]);
    expect((await readCounters(sessionId)).outputGaps).toEqual([
      { from: 2, to: 4, why: "not-resent" },
      { from: 7, to: 7, why: "channel-closed" },
    ]);
  });

  it("is not on record when its event can't be, and is tried again", async () => {
    await run("revoke insert on audit_events from halligan_gateway");
    try {
      await expect(recorder().appendGap(gap)).rejects.toMatchObject({ code: "NOT_DURABLE" });
    } finally {
      await run("grant insert on audit_events to halligan_gateway");
    }
    expect([await recorded(), await events()]).toEqual([[], []]);
    await recorder().appendGap(gap);
    expect([(await recorded()).length, (await events()).length]).toEqual([1, 1]);
  });

  it("is not for whoever no longer has the session", async () => {
    await takeOver(2);
    await expect(recorder().appendGap(gap)).rejects.toMatchObject({ code: "STALE_EPOCH" });
    expect([await recorded(), await events()]).toEqual([[], []]);
  });

  it.each(["lost", null])("has a cause that there is: the database refuses %s", async (text) => {
    const range = row("g", 0, 0, text === null ? {} : { text });
    await expect(insert(range)).rejects.toThrow(/recording_ranges_gap_cause/);
  });

  it.each([
    [-5, 0],
    [0, 2 ** 53],
  ])("has numbers that a page can read: the database refuses %d to %d", async (from, to) => {
    const range = row("g", from, to, { text: "not-resent" });
    await expect(insert(range)).rejects.toThrow(/recording_ranges_gap_numbers/);
  });

  it.each<[string, string, number]>([
    ["as it was typed", "correct-horse-battery-staple", 28],
    ["shorter than any seal", "\u0002", 0],
    ["of another length than it says", `\u0002${" ".repeat(24)}`, 3],
    ["with a key shorter than any", `\u0001${" ".repeat(27)}`, 3],
  ])("is not typed text: the database refuses input %s", async (_title, text, byteCount) => {
    const range = { ...row("i", 0, 0, { text }), byteCount };
    await expect(insert(range)).rejects.toThrow(/recording_ranges_input_sealed/);
  });

  it("is what the session's page is told of the recording, which web may not read", async () => {
    await recorder().appendGap(gap);
    await database.as("web");
    try {
      expect(await findGaps(reading(), sessionId)).toEqual([{ from: 2, to: 4, cause: "not-resent" }]);
      await expect(all()).rejects.toThrow(/permission denied/);
    } finally {
      await database.as("gateway");
    }
  });
});

it("refuses to record where a commit would not mean that it is on disk", async () => {
  const { rows } = await run("select current_database() as name");
  const setting = `alter role gateway_login in database "${rows[0].name}"`;
  await run(`${setting} set synchronous_commit = off`);
  try {
    await database.as("gateway");
    await expect(startRecording(sessionId)).rejects.toMatchObject({ code: "NOT_DURABLE" });
  } finally {
    await run(`${setting} reset synchronous_commit`);
    await database.as("gateway");
  }
  await startRecording(sessionId);
});
