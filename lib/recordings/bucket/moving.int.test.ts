import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { BUCKET, openBucketWorld } from "@/lib/keeping/deletion/testing/bucket-world";
import { tryAs } from "@/lib/keeping/deletion/testing/rows";
import { readTroubles } from "@/lib/overview/troubles";
import { eventsOf } from "@/lib/requests/testing/store";
import { readOutput } from "./testing/outputs";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
let { recorded, put, confirm, moveAll, listed, faults, as, s3 } = {} as typeof opened;

beforeAll(async () => {
  opened = await openBucketWorld();
  ({ recorded, put, confirm, moveAll, listed, faults, as, s3 } = opened);
});
afterAll(() => opened.close());

/** How much output of a session is in the database, and how far its packs are. */
async function stateOf(sessionId: string) {
  const [row] = await handleOf(owning()).$queryRawUnsafe<
    { here: number; moved: number; packs: number; stored: number; confirmed: number; done: number }[]
  >(
    `select (select count(*)::int from recording_ranges where session_id = $1 and bytes is not null) as here,
      (select count(*)::int from recording_ranges where session_id = $1 and moved_sha256 is not null) as moved,
      count(*)::int as packs, count(stored_at)::int as stored, count(confirmed_at)::int as confirmed,
      count(moved_at)::int as done
     from recording_packs where session_id = $1`,
    sessionId,
  );
  return row;
}

describe("the output of a finished recording", () => {
  it("is put, read back by the gateway, and only then let go of; it is the same there, and verified", async () => {
    const sessionId = await recorded();
    const before = await as("gateway", () => readOutput(sessionId));
    expect(before).toHaveLength(30);
    await put();
    expect(await stateOf(sessionId)).toEqual({
      here: 30,
      moved: 0,
      packs: 1,
      stored: 1,
      confirmed: 0,
      done: 0,
    });
    await put();
    expect((await stateOf(sessionId))?.here).toBe(30);
    await confirm();
    expect((await stateOf(sessionId))?.confirmed).toBe(1);
    await put();
    expect(await stateOf(sessionId)).toEqual({
      here: 0,
      moved: 30,
      packs: 1,
      stored: 1,
      confirmed: 1,
      done: 1,
    });
    await as("gateway", async () => expect(await readOutput(sessionId)).toEqual(before));
    expect((await eventsOf({ sessionId })).filter(({ code }) => code === "recording.moved")).toMatchObject([
      { actorId: "jobs", data: { pack: 1, ranges: 30, bytes: 60_000 } },
    ]);
    await moveAll();
    expect(await faults()).toMatchObject({
      ...{ faults: [], packs: { packs: 1, bytes: 60_000, leftOver: 0, isRead: true } },
      step: { verdict: "passed" },
    });
    expect(await faults(null)).toMatchObject({
      ...{ faults: [], step: { verdict: "not-checked", detail: expect.stringContaining("--recordings") } },
    });
  });

  it("is not readable in the bucket", async () => {
    const sessionId = await recorded();
    await moveAll();
    const { keys } = await listed(sessionId);
    expect(keys).toHaveLength(1);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: keys[0] }));
    const text = Buffer.from((await Body?.transformToByteArray()) ?? []).toString("latin1");
    expect(text).not.toContain("secret");
    expect(text.length).toBeGreaterThan(50);
  });

  it("of any size is moved in packs of bounded size", async () => {
    const sessionId = await recorded({ ranges: 220, size: 60_000 });
    await moveAll();
    const packs = await handleOf(owning()).recordingPack.findMany({
      where: { sessionId },
      orderBy: { number: "asc" },
    });
    expect(packs.length).toBeGreaterThan(2);
    expect(packs.every(({ bytes }) => bytes <= 4.2 * 1024 * 1024)).toBe(true);
    expect(await stateOf(sessionId)).toMatchObject({ here: 0, moved: 220, done: packs.length });
    expect((await faults()).faults).toEqual([]);
  });

  it("of one that runs, or is not sealed, or not made into segments, stays", async () => {
    const open = await recorded({ isMade: false });
    await moveAll();
    expect(await stateOf(open)).toMatchObject({ here: 30, packs: 0 });
  });
});

describe("after a crash at any moment", () => {
  it.each([
    ["before the object was put", "stored_at = null, tried_at = tried_at - interval '1 second'", true],
    ["after it was put, before that was noted", "stored_at = null", false],
  ])("%s, it goes on", async (_when, set, isGone) => {
    const sessionId = await recorded();
    const before = await as("gateway", () => readOutput(sessionId));
    await put();
    const [key] = (await listed(sessionId)).keys;
    if (isGone) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    await opened.world.owner(`update recording_packs set ${set} where session_id = '${sessionId}'`);
    await moveAll();
    expect(await stateOf(sessionId)).toMatchObject({ here: 0, packs: 1, done: 1 });
    await as("gateway", async () => expect(await readOutput(sessionId)).toEqual(before));
    expect((await faults()).faults).toEqual([]);
  });

  it("two of each process do the same once", async () => {
    const sessionId = await recorded({ ranges: 120, size: 60_000 });
    for (let round = 0; round < 5; round += 1) {
      await put(2);
      await confirm(2);
    }
    await moveAll();
    const moved = (await eventsOf({ sessionId })).filter(({ code }) => code === "recording.moved");
    const packs = await handleOf(owning()).recordingPack.count({ where: { sessionId } });
    expect(moved).toHaveLength(packs);
    expect(await stateOf(sessionId)).toMatchObject({ here: 0, done: packs });
    expect(await faults()).toMatchObject({ faults: [], packs: { leftOver: 0 } });
  });
});

describe("the database lets go of nothing", () => {
  it("that the bucket does not have, or has another of", async () => {
    const sessionId = await recorded();
    await put();
    const [Key] = (await listed(sessionId)).keys;
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "something else", IfNoneMatch: "*" }));
    await confirm();
    await put();
    expect(await stateOf(sessionId)).toMatchObject({ here: 30, confirmed: 0, done: 0 });
    const unmoved = { kind: "recordings-unmoved" };
    expect(await readTroubles()).not.toContainEqual(unmoved);
    await opened.world.owner(
      `update recording_packs set begun_at = begun_at - interval '2 hours' where session_id = '${sessionId}'`,
      { past: "recording_packs" },
    );
    expect(await readTroubles()).toContainEqual(unmoved);
  });

  it("by the word of one process: neither jobs nor the gateway nor the owner can take away what is kept", async () => {
    const sessionId = await recorded();
    const insert = `insert into recording_packs (session_id, number, first_range_id, last_range_id, ranges, bytes, object_key, object_sha256, object_bytes)
      select session_id, 1, min(id), max(id), count(*), sum(byte_count), 'x', repeat('0', 64), 1 from recording_ranges
      where session_id = '${sessionId}' and kind = 'o' group by session_id`;
    const pack = `session_id = '${sessionId}'`;
    const refused = /permission denied|may not be moved|append-only|cannot be changed|does not begin/;
    for (const login of ["web", "gateway"] as const) expect(await tryAs(login, insert)).toMatch(refused);
    expect(
      await tryAs(
        "jobs",
        insert
          .replace("(session_id, number", "(session_id, confirmed_at, number")
          .replace("select session_id,", "select session_id, now(),"),
      ),
    ).toMatch(refused);
    expect(await tryAs("jobs", insert)).toBe("done");
    expect(await tryAs("jobs", `update recording_packs set stored_at = now() where ${pack}`)).toBe("done");
    for (const login of ["web", "jobs"] as const)
      expect(await tryAs(login, `update recording_packs set confirmed_at = now() where ${pack}`)).toMatch(
        refused,
      );
    for (const login of ["jobs", "gateway", "web"] as const)
      for (const statement of [
        `select halligan_move_pack('${sessionId}', 1)`,
        `update recording_ranges set bytes = null where ${pack}`,
        `delete from recording_packs where ${pack}`,
        `delete from recording_keys where ${pack}`,
      ])
        expect(await tryAs(login, statement)).toMatch(refused);
    for (const statement of [
      `update recording_ranges set bytes = null, moved_sha256 = sha256(bytes), moved_row_sha256 = halligan_hash_range(recording_ranges) where ${pack}`,
      `update recording_ranges set bytes = '\\x00' where ${pack}`,
      `update recording_packs set moved_at = now() where ${pack}`,
      `truncate recording_packs`,
    ])
      expect(await tryAs("owner", statement)).not.toBe("done");
    expect((await stateOf(sessionId))?.here).toBe(30);
  });
});

describe("what was done to moved output is named by the verifier", () => {
  it("an object that is gone, altered, or another recording's", async () => {
    const [one, other] = [await recorded(), await recorded()];
    await moveAll();
    const key = async (sessionId: string) => (await listed(sessionId)).keys[0] ?? "";
    const [Key, foreign] = [await key(one), await key(other)];
    const bytesOf = async (of: string) =>
      Buffer.from(
        (await (
          await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: of }))
        ).Body?.transformToByteArray()) ?? [],
      );
    const good = await bytesOf(Key);
    const replace = async (Body: Buffer | null) => {
      await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
      if (Body) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, IfNoneMatch: "*" }));
    };
    const named = async () => (await faults()).faults.filter((fault) => fault.includes(one));
    await replace(null);
    expect(await named()).toEqual([expect.stringMatching(/^packs removed pack 1/)]);
    await expect(as("gateway", () => readOutput(one))).rejects.toMatchObject({ code: "AWS_NOT_FOUND" });
    for (const body of [
      Buffer.concat([good, Buffer.from("x")]),
      await bytesOf(foreign),
      good.map((byte, at) => (at === 100 ? byte ^ 1 : byte)) as Buffer,
    ]) {
      await replace(body);
      expect(await named()).toEqual([expect.stringMatching(/^packs altered pack 1/)]);
      await expect(as("gateway", () => readOutput(one))).rejects.toMatchObject({
        code: expect.stringMatching(/RECORDING_UNREADABLE|AWS_INVALID/),
      });
    }
    await replace(good);
    expect((await faults()).faults.filter((fault) => fault.includes(other) || fault.includes(one))).toEqual(
      [],
    );
  });

  it.each([
    [
      "a hash that stands for bytes",
      "update recording_ranges set moved_sha256 = sha256('x'), moved_row_sha256 = sha256('y')",
      /^ranges altered/,
    ],
    [
      "bytes that were written back",
      "update recording_ranges set bytes = '\\x00', moved_sha256 = null, moved_row_sha256 = null",
      /^ranges altered/,
    ],
    ["a pack that is gone", "delete from recording_packs", /^packs removed range/],
    ["another object's name", "update recording_packs set object_key = 'other'", /^recordings differs pack/],
    ["another sum", "update recording_packs set object_sha256 = repeat('1', 64)", /^recordings differs pack/],
    ["a key that is gone", "delete from recording_keys", /^packs altered/],
  ])("by a superuser: %s", async (_what, statement, fault) => {
    const sessionId = await recorded();
    await moveAll();
    const table = statement.split(" ")[statement.startsWith("delete") ? 2 : 1] ?? "";
    const rows = await handleOf(owning()).$queryRawUnsafe<object[]>(
      `select * from ${table} where session_id = $1`,
      sessionId,
    );
    expect(rows.length).toBeGreaterThan(0);
    await opened.world.owner(`${statement} where session_id = '${sessionId}'`, { past: table });
    expect((await faults()).faults.filter((found) => found.includes(sessionId))).toEqual(
      expect.arrayContaining([expect.stringMatching(fault)]),
    );
  });
});
