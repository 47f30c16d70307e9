import { beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { FIRST_HASH, hashEventBatch } from "./batch-hash";
import { hashBytes, RANGE_AT, RANGE_LEAF, rangeLeaf, type SealedRange } from "./range-leaf";
import { insertRangeSeals } from "./range-store";
import { sealBatch } from "./seal-batch";
import { append, prepareSealing, recorder, tamper, verify } from "./testing/sealing";

prepareSealing();

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
    for (const [code, actor] of [
      ["recording.deletion-asked", "per_dov"],
      ["recording.deletion-confirmed", "per_fay"],
      ["recording.deletion-begun", "jobs"],
    ] as const) {
      await tamper(
        `insert into audit_events (id, code, outcome, actor_kind, actor_id, data, session_id)
         values ('aud_' || $1, $1, 'done', case when $2 = 'jobs' then 'system' else 'person' end, $2,
           '{"deletionId": "del_1"}', 'ses_1')`,
        [code, actor],
      );
      await tamper("insert into audit_pending values ('aud_' || $1)", [code]);
    }
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
