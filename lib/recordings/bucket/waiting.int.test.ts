import { randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { handleOf, inTransaction, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { BUCKET, openBucketWorld } from "@/lib/keeping/deletion/testing/bucket-world";
import { tryAs } from "@/lib/keeping/deletion/testing/rows";
import { makeLogger } from "@/lib/kernel/log/log";
import { insertRanges } from "../store";
import { MovedOutput } from "./moved-output";
import { readerPlace, warnWithoutBucket, writerPlace } from "./place";
import { beginAgain, findKey, findPackable, findPacks, insertKey, insertPack, markConfirmed } from "./store";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
let { recorded, put, confirm, moveAll, faults, as } = {} as typeof opened;

beforeAll(async () => {
  opened = await openBucketWorld();
  ({ recorded, put, confirm, moveAll, faults, as } = opened);
});
afterAll(() => opened.close());

type Place = NonNullable<ReturnType<typeof readerPlace>>;
const packsOf = (sessionId: string) => handleOf(owning()).recordingPack.count({ where: { sessionId } });
const owner = (sql: string) => opened.world.owner(sql, { past: "recording_packs" });

async function several(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await recorded({ ranges: 1, size: 100, isReviewed: false }));
  return ids;
}

describe("others go on", () => {
  it("while many recordings wait for the gateway", async () => {
    const ids = await several(21);
    await put();
    for (const id of ids) expect(await packsOf(id)).toBe(1);
    await moveAll();
    expect((await faults()).faults).toEqual([]);
  });

  it("when the bucket denies: of many recordings a few are tried in a round, and the others when it is back", async () => {
    const ids = await several(5);
    const began = async () => (await Promise.all(ids.map(packsOf))).reduce((sum, count) => sum + count, 0);
    const denied = { ...writerPlace(), bucket: "somebody-elses-bucket" } as Place;
    await put(1, denied);
    expect(await began()).toBe(3);
    await put();
    expect(await began()).toBe(5);
  });

  it("not into a bucket of which the gateway reads nothing: so much waits for it, and is put again ever less often", async () => {
    const [waiting = "", next = ""] = await several(2);
    // Of one recording, what 160 have of which the gateway has read none.
    await owner(
      `insert into recording_packs (session_id, number, first_range_id, last_range_id, ranges, bytes, object_key,
         object_sha256, object_bytes)
       select '${waiting}', n, 1000000 + n, 1000000 + n, 1, 1, 'x' || n, repeat('0', 64), 1 from generate_series(1, 160) n;
       update recording_packs set stored_at = now() where session_id = '${waiting}'`,
    );
    await put();
    expect(await packsOf(next)).toBe(0);
    await owner(
      `alter table recording_packs disable trigger frozen_pack;
       update recording_packs set begun_at = begun_at - interval '5 hours', tried_at = tried_at - interval '2 hours'
         where session_id = '${waiting}';
       alter table recording_packs enable trigger frozen_pack`,
    );
    await put();
    expect(await packsOf(next)).toBe(1);
    const tried = await handleOf(owning()).recordingPack.findFirst({
      where: { sessionId: waiting },
      orderBy: { triedAt: "desc" },
    });
    expect(Date.now() - (tried?.triedAt.getTime() ?? 0)).toBeGreaterThan(3_600_000);
    await owner(`delete from recording_packs where session_id = '${waiting}'`);
  });
});

describe("the log", () => {
  /** What is written meanwhile. */
  async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
    const holder = globalThis as { halliganLog?: unknown };
    const [before, lines] = [holder.halliganLog, [] as string[]];
    holder.halliganLog = makeLogger({
      level: "warn",
      destination: { write: (line) => void lines.push(line) },
    });
    await work().finally(() => {
      holder.halliganLog = before;
    });
    return lines;
  }

  it("says once that a pack can't be read, however often it is tried", async () => {
    const [sessionId = ""] = await several(1);
    await put();
    const elsewhere = { ...readerPlace(), prefix: "elsewhere/" } as Place;
    const lines = await linesOf(async () => {
      await confirm(1, elsewhere);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
      await confirm(1, elsewhere);
    }).finally(() => vi.useRealTimers());
    expect(lines.filter((line) => line.includes(sessionId))).toHaveLength(1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 22 * 60_000 });
    await confirm().finally(() => vi.useRealTimers());
    expect((await as("gateway", () => findPacks(reading(), sessionId)))[0]?.confirmedAt).not.toBeNull();
  });

  it("says at its start that recordings lie in a bucket of which it is told nothing", async () => {
    expect(await linesOf(() => as("gateway", warnWithoutBucket))).toEqual([
      expect.stringContaining("RECORDING_BUCKET is not set"),
    ]);
  });
});

describe("of a recording that is being deleted", () => {
  it("no key is made and no pack is begun, at whatever moment jobs was stopped", async () => {
    const [sessionId = ""] = await several(1);
    await put();
    const [pack] = await as("gateway", () => findPacks(reading(), sessionId));
    if (!pack) throw new Error("nothing was put");
    // As the first steps of its deletion leave it.
    for (const table of ["replay_progress", "recording_keys"])
      await opened.world.owner(`delete from ${table} where session_id = '${sessionId}'`, { past: table });
    await as("jobs", async () => {
      await inTransaction((tx) => insertKey(tx, sessionId, randomBytes(32)));
      expect(await findKey(reading(), sessionId)).toBeUndefined();
      expect(await inTransaction((tx) => insertPack(tx, { ...pack, number: 2 }))).toBe(false);
      expect(await inTransaction((tx) => beginAgain(tx, pack, pack))).toBe(false);
    });
    expect(await packsOf(sessionId)).toBe(1);
  });
});

describe("a pack", () => {
  it("is not confirmed when another object is said to be it since it was read", async () => {
    const [sessionId = ""] = await several(1);
    await put();
    const [pack] = await as("gateway", () => findPacks(reading(), sessionId));
    if (!pack) throw new Error("nothing was put");
    const mine = `where session_id = '${sessionId}'`;
    for (const change of ["object_key = 'other'", "object_bytes = 1", "stored_at = null"]) {
      await tryAs("jobs", `update recording_packs set ${change} ${mine}`);
      await as("gateway", () => inTransaction((tx) => markConfirmed(tx, pack)));
      const row = await handleOf(owning()).recordingPack.findFirst({ where: { sessionId } });
      expect(row?.confirmedAt).toBeNull();
      const back = `object_key = '${pack.objectKey}', object_bytes = ${pack.objectBytes}, stored_at = now()`;
      expect(await tryAs("jobs", `update recording_packs set ${back} ${mine}`)).toBe("done");
    }
    await confirm();
    await put();
    expect(await handleOf(owning()).recordingPack.findFirst({ where: { sessionId } })).toMatchObject({
      movedAt: expect.any(Date),
    });
  });

  it("that is on its way is not called left over by the verifier, and what another leaves there is", async () => {
    const [sessionId = ""] = await several(1);
    await put();
    expect(await faults()).toMatchObject({ faults: [], packs: { leftOver: 0 } });
    const Key = `portal/${sessionId}/000009-0000000000000000`;
    await opened.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x", IfNoneMatch: "*" }));
    expect((await faults()).packs.leftOver).toBe(1);
  });

  it("that was begun since its recording's others were read is found", async () => {
    const [sessionId = ""] = await several(1);
    const range = await handleOf(owning()).recordingRange.findFirst({ where: { sessionId, kind: "o" } });
    const moved = new MovedOutput(sessionId);
    const read = () => as("gateway", () => moved.bytesOf(String(range?.id)));
    await expect(read()).rejects.toMatchObject({ code: "RECORDING_UNREADABLE" });
    await moveAll();
    expect(Buffer.from(await read())).toEqual(Buffer.from(range?.bytes ?? ""));
  });

  it("is made of sealed output alone", async () => {
    const [sessionId = ""] = await several(1);
    await as("gateway", () =>
      insertRanges([
        {
          ...{ sessionId, epoch: 1, kind: "o", firstSequence: 1, lastSequence: 1, byteCount: 4 },
          bytes: Buffer.from("late"),
        },
      ]),
    );
    const ranges = await as("jobs", () => findPackable(reading(), sessionId, { after: 0n, bytes: 1_000 }));
    expect(ranges.map(({ bytes }) => bytes.length)).toEqual([100]);
  });
});
