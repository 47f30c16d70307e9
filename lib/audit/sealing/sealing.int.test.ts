import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { newConnection } from "@/lib/db/connection/connect";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { appendEvent } from "../append-event";
import { verifyAudit } from "../verify/verify-audit";
import { FIRST_HASH, hashEventBatch } from "./batch-hash";
import { hashBytes, RANGE_AT, RANGE_LEAF, rangeLeaf, type SealedRange } from "./range-leaf";
import { insertRangeSeals } from "./range-store";
import { sealBatch, sealDue } from "./seal-batch";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    // Nothing here looks at their sessions.
    for (const session of ["ses_1", "ses_2", "ses_3"])
      await client.query(`insert into recordings (session_id) values ('${session}')`);
  });
});
afterAll(() => database.close());

beforeEach(async () => {
  await tamper(
    "truncate audit_events, audit_pending, audit_batches, audit_links, audit_range_seals, audit_tree_nodes, recording_ranges",
  );
  await database.as("jobs");
});

/** What somebody with the server in their hands does: no trigger stops them. */
function tamper(statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  return database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    return client.query(statement, values);
  });
}

const open: pg.Client[] = [];
// One that is left in a transaction would keep the next test from its tables.
afterEach(() => Promise.all(open.splice(0).map((client) => client.end())));

/** A connection as the gateway has it. */
async function recorder(): Promise<
  pg.Client & { record: (session: string, text: string) => Promise<string> }
> {
  const client = newConnection(database.urls.gateway);
  open.push(client);
  await client.connect();
  let frame = 0;
  const record = async (session: string, text: string) => {
    frame += 1;
    const { rows } = await client.query(
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
       values ($1, 1, 'o', $2, $2, $3, $4) returning id::text`,
      [session, frame, Buffer.byteLength(text), Buffer.from(text)],
    );
    return String(rows[0]?.id);
  };
  return Object.assign(client, { record });
}

async function sealedIds(): Promise<string[]> {
  const { rows } = await tamper(
    "select unnest(range_ids)::text as id from audit_range_seals order by batch_number, position, 1",
  );
  return rows.map(({ id }) => String(id));
}

async function verify() {
  const { faults, chain, ranges } = await verifyAudit(database.urls.jobs);
  const named = faults.filter(({ step }) => step === "chain" || step === "ranges");
  return { chain, ranges, faults: named.map(({ code, item }) => `${code} ${item}`) };
}

const append = () =>
  inTransaction((tx) => appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-1" } }));

describe("what was recorded", () => {
  it("is sealed with the events, session by session, and the verifier agrees", async () => {
    const client = await recorder();
    await append();
    for (const text of ["one", "two", "three"]) await client.record("ses_2", text);
    await client.record("ses_1", "four");
    expect(await sealBatch()).toEqual({ events: 1, ranges: 4, isFull: false });
    expect(await sealBatch()).toEqual({ events: 0, ranges: 0, isFull: false });
    await client.record("ses_1", "five");
    expect(await sealBatch()).toEqual({ events: 0, ranges: 1, isFull: false });
    expect(await verify()).toMatchObject({
      ...{ faults: [], ranges: { ranges: 5, unsealed: 0, before: 0, deleted: 0 } },
      chain: { batches: 2, events: 1, ranges: { after: "0" } },
    });
  });

  it("is hashed in the database as it is outside of it", async () => {
    const client = await recorder();
    await client.record("ses_1", "a\u0000b\n資料庫".replace("\u0000", ""));
    await client.query(
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
       values ('ses_2', 7, 'i', 1, 9, 5, null), ('ses_2', 7, 'o', 9007199254740991, 9007199254740991, 0, ''),
         ('ses_3', 2147483647, 'o', 0, 0, 200000, decode(repeat('00ff', 100000), 'hex'))`,
    );
    const { rows } = await client.query(
      `select g.session_id as "sessionId", g.id::text, g.epoch, g.kind, g.first_sequence::text as "firstSequence",
         g.last_sequence::text as "lastSequence", g.byte_count as "byteCount", ${RANGE_AT} as at, g.bytes,
         ${RANGE_LEAF} as leaf from recording_ranges g`,
    );
    expect(rows).toHaveLength(4);
    for (const { leaf, bytes, ...rest } of rows) {
      const range: SealedRange = { ...rest, bytesSha256: bytes === null ? null : hashBytes(bytes) };
      expect(Buffer.from(rangeLeaf(range)).toString("hex")).toBe(leaf.toString("hex"));
    }
  });

  it("is sealed once, however many processes try", async () => {
    const client = await recorder();
    for (let count = 0; count < 20; count += 1) await client.record("ses_1", `${count}`);
    const sealed = await Promise.all(Array.from({ length: 5 }, () => sealBatch()));
    expect(sealed.reduce((sum, { ranges }) => sum + ranges, 0)).toBe(20);
    expect(await verify()).toMatchObject({ faults: [], ranges: { ranges: 20 } });
  });

  it("is cut into batches by number and by bytes, and one larger than that stands alone", async () => {
    const client = await recorder();
    for (const [session, size] of [
      ["ses_1", 4],
      ["ses_2", 4],
      ["ses_1", 100],
      ["ses_1", 1],
    ] as const)
      await client.record(session, "x".repeat(size));
    const { rows } = await client.query("select id::text from recording_ranges order by id");
    const ids = rows.map(({ id }) => String(id));
    const last = ids[3] ?? "";
    const take = (batch: number, after: string, most: { ranges: number; bytes: number }) =>
      inTransaction((tx) => insertRangeSeals(tx, batch, { after, through: last }, most));
    expect(await take(1, "0", { ranges: 1, bytes: 99 })).toMatchObject({ count: 1, through: ids[0] });
    expect(await take(2, "0", { ranges: 9, bytes: 8 })).toMatchObject({ count: 2, through: ids[1] });
    expect(await take(3, ids[1] ?? "", { ranges: 9, bytes: 8 })).toMatchObject({ count: 1, through: ids[2] });
    expect(await take(4, ids[2] ?? "", { ranges: 9, bytes: 8 })).toMatchObject({ count: 1, through: last });
    expect(await take(5, last, { ranges: 9, bytes: 8 })).toMatchObject({ count: 0, through: last });
  });
});

describe("commits that overtake each other", () => {
  it("leave no range out: a number is not passed while whoever has it can still commit", async () => {
    const [slow, quick] = [await recorder(), await recorder()];
    await append();
    await slow.query("begin");
    const early = await slow.record("ses_1", "early");
    const late = await quick.record("ses_2", "late");
    expect(BigInt(early)).toBeLessThan(BigInt(late));
    // Events don't wait for it.
    expect(await sealBatch(50)).toEqual({ events: 1, ranges: 0, isFull: false });
    const sealing = sealBatch();
    await slow.query("commit");
    expect(await sealing).toMatchObject({ ranges: 2 });
    expect((await sealedIds()).sort()).toEqual([early, late].sort());
    expect(await verify()).toMatchObject({ faults: [] });
  });

  it("hold nothing up when they are taken back, nor when they began later", async () => {
    const [slow, quick] = [await recorder(), await recorder()];
    await slow.query("begin");
    await slow.record("ses_1", "never");
    const kept = await quick.record("ses_2", "kept");
    await slow.query("rollback");
    expect(await sealBatch(0)).toMatchObject({ ranges: 1 });
    await slow.query("begin");
    await slow.query("select * from recording_ranges");
    const other = await quick.record("ses_2", "other");
    expect(await sealBatch(0)).toMatchObject({ ranges: 1 });
    expect(await sealedIds()).toEqual([kept, other]);
  });

  it("in whatever order: each that committed is sealed once", async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, recorder));
    const committed: string[] = [];
    let isRecording = true;
    const pause = (most: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));
    const work = clients.map(async (client, index) => {
      for (let round = 0; round < 25; round += 1) {
        await client.query("begin");
        const ids: string[] = [];
        for (let count = 0; count <= index % 3; count += 1) {
          ids.push(await client.record(`ses_${(index % 3) + 1}`, `${index} ${round} ${count}`));
          await pause(8);
        }
        const isKept = Math.random() < 0.8;
        await client.query(isKept ? "commit" : "rollback");
        if (isKept) committed.push(...ids);
      }
    });
    const sealer = async () => {
      while (isRecording) {
        await sealBatch();
        await pause(5);
      }
    };
    const sealers = [sealer(), sealer()];
    await Promise.all(work);
    isRecording = false;
    await Promise.all(sealers);
    await sealDue();
    const byNumber = (one: string, other: string) => Number(one) - Number(other);
    expect((await sealedIds()).sort(byNumber)).toEqual(committed.sort(byNumber));
    expect(await verify()).toMatchObject({ faults: [], ranges: { ranges: committed.length } });
  });
});

describe("what was done to recorded ranges is named", () => {
  let ids: string[];
  beforeEach(async () => {
    const client = await recorder();
    ids = [await client.record("ses_1", "one"), await client.record("ses_2", "two")];
    await sealBatch();
    ids.push(await client.record("ses_1", "three"));
    await sealBatch();
    expect((await verify()).faults).toEqual([]);
  });

  it.each<[string, (ids: string[]) => string, (ids: string[]) => string[]]>([
    [
      "one byte",
      ([one]) => `update recording_ranges set bytes = 'onf' where id = ${one}`,
      ([one]) => [`altered range ${one} of ses_1`],
    ],
    [
      "its time",
      ([one]) => `update recording_ranges set at = at + interval '1 ms' where id = ${one}`,
      ([one]) => [`altered range ${one} of ses_1`],
    ],
    [
      "its frames",
      ([one]) => `update recording_ranges set last_sequence = 9 where id = ${one}`,
      ([one]) => [`altered range ${one} of ses_1`],
    ],
    [
      "whose it is",
      ([one]) => `update recording_ranges set session_id = 'ses_3' where id = ${one}`,
      ([one]) => [`altered range ${one} of ses_3`],
    ],
    [
      "a range gone",
      ([, two]) => `delete from recording_ranges where id = ${two}`,
      ([, two]) => [`removed range ${two} of ses_2`],
    ],
    [
      "the end cut off",
      ([, , three]) => `delete from recording_ranges where id = ${three}`,
      ([, , three]) => [`removed range ${three} of ses_1`],
    ],
    [
      "one put in between",
      ([
        one,
      ]) => `insert into recording_ranges (id, session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
        values (${one} - 1, 'ses_1', 1, 'o', 9, 9, 1, 'x')`,
      ([one]) => [`inserted range ${Number(one) - 1} of ses_1`],
    ],
    [
      "one put behind, long ago",
      () => `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes, at)
        values ('ses_1', 1, 'o', 9, 9, 1, 'x', now() - interval '11 s')`,
      () => [expect.stringMatching(/^unsealed range \d+ of ses_1$/) as unknown as string],
    ],
    [
      "two that changed places",
      ([
        one,
        ,
        three,
      ]) => `update recording_ranges set bytes = case id when ${one} then 'three'::bytea else 'one'::bytea end,
        byte_count = 8 - byte_count where id in (${one}, ${three})`,
      ([one, , three]) => [`altered range ${one} of ses_1`, `altered range ${three} of ses_1`],
    ],
  ])("%s", async (_title, statement, faults) => {
    await tamper(statement(ids));
    expect((await verify()).faults).toEqual(faults(ids));
  });

  it("one that waits as it may is none", async () => {
    const client = await recorder();
    await client.record("ses_1", "four");
    expect(await verify()).toMatchObject({ faults: [], ranges: { ranges: 3, unsealed: 1 } });
  });

  it("a recording that was deleted with an event that says so is passed over", async () => {
    await tamper(
      `insert into audit_events (id, code, outcome, actor_kind, data, session_id)
       values ('aud_gone', 'recording.deleted', 'done', 'system', '{}', 'ses_1')`,
    );
    await tamper("insert into audit_pending values ('aud_gone')");
    await sealBatch();
    await tamper("delete from recording_ranges where session_id = 'ses_1'");
    expect(await verify()).toMatchObject({ faults: [], ranges: { ranges: 1, deleted: 2 } });
    await tamper("delete from recording_ranges where session_id = 'ses_2'");
    expect((await verify()).faults).toEqual([`removed range ${ids[1]} of ses_2`]);
  });
});

it("a database that a release before sealed goes on: its batches hold, and what was recorded before is counted", async () => {
  const client = await recorder();
  await client.record("ses_1", "before");
  const sealedAt = "2026-03-14T09:26:53.000000Z";
  const hash = hashEventBatch({ number: 1, sealedAt, previousHash: FIRST_HASH, eventHashes: [] });
  await tamper(
    "insert into audit_batches (number, sealed_at, count, previous_hash, hash) values (1, $1, 0, $2, $3)",
    [sealedAt, FIRST_HASH, hash],
  );
  expect(await verify()).toMatchObject({ faults: [], ranges: { before: 1 } });
  await append();
  expect(await sealBatch()).toMatchObject({ events: 1, ranges: 0 });
  await client.record("ses_1", "after");
  expect(await sealBatch()).toMatchObject({ ranges: 1 });
  expect(await verify()).toMatchObject({
    ...{ faults: [], chain: { batches: 3 } },
    ranges: { ranges: 1, before: 1 },
  });
});
