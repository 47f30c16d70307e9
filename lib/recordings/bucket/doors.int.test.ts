import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { openBucketWorld } from "@/lib/keeping/deletion/testing/bucket-world";
import { tryAs } from "@/lib/keeping/deletion/testing/rows";
import { insertRanges } from "../store";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
let { recorded, put, confirm, moveAll, faults, as } = {} as typeof opened;
beforeAll(async () => {
  opened = await openBucketWorld();
  ({ recorded, put, confirm, moveAll, faults, as } = opened);
});
afterAll(() => opened.close());

const REFUSED =
  /permission denied|may not be moved|append-only|cannot be changed|does not begin|other ranges|violates/;

interface Crafted {
  session: string;
  number: number;
  first: bigint;
  last: bigint;
  ranges: number;
}

/** As who has jobs' login, or took it over, writes down a pack. */
const insert = ({ session, number, first, last, ranges }: Crafted) =>
  tryAs(
    "jobs",
    `insert into recording_packs (session_id, number, first_range_id, last_range_id, ranges, bytes, object_key,
       object_sha256, object_bytes) values ('${session}', ${number}, ${first}, ${last}, ${ranges}, 1, 'x', repeat('0', 64), 1);
     update recording_packs set stored_at = now() where session_id = '${session}' and number = ${number}`,
  );
/** As a gateway that confirms what it has not read. */
const confirmBlindly = (session: string, number: number) =>
  tryAs(
    "gateway",
    `update recording_packs set confirmed_at = now() where session_id = '${session}' and number = ${number}`,
  );
const move = (session: string, number: number) =>
  tryAs("jobs", `select halligan_move_pack('${session}', ${number})`);

async function rangesOf(sessionId: string): Promise<bigint[]> {
  const rows = await handleOf(owning()).recordingRange.findMany({
    where: { sessionId, bytes: { not: null } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}
async function recordedOf(count: number) {
  const session: string = await recorded({ ranges: count, size: 100, isReviewed: false });
  const ids = await rangesOf(session);
  const [first = 0n, last = 0n] = [ids[0], ids.at(-1)];
  return { session, ids, first, last };
}

describe("of a pack that jobs' login made up nothing goes, although the gateway confirms it", () => {
  it("one that has another's ranges, fewer or more than it says, or none", async () => {
    const { session, first, last, ids } = await recordedOf(4);
    const other = await recordedOf(4);
    const crafted: Omit<Crafted, "session" | "number">[] = [
      { first: other.first, last: other.last, ranges: 4 },
      { first, last, ranges: 3 },
      { first, last, ranges: 5 },
      { first: last + 1_000_000n, last: last + 2_000_000n, ranges: 1 },
    ];
    for (const pack of crafted) {
      expect(await insert({ session, number: 1, ...pack })).toBe("done");
      await confirm();
      expect(await move(session, 1)).toMatch(REFUSED);
      expect(await confirmBlindly(session, 1)).toBe("done");
      expect(await move(session, 1)).toMatch(REFUSED);
      await opened.world.owner(`delete from recording_packs where session_id = '${session}'`, {
        past: "recording_packs",
      });
    }
    expect([await rangesOf(session), await rangesOf(other.session)]).toEqual([ids, other.ids]);
  });

  it("one that begins below nothing, ends before it begins, or overlaps another", async () => {
    const { session, first, last, ids } = await recordedOf(4);
    for (const pack of [
      { number: 0, first, last, ranges: 4 },
      { number: -1, first, last, ranges: 4 },
      { number: 1, first: last, last: first, ranges: 4 },
      { number: 1, first, last, ranges: 0 },
    ])
      expect(await insert({ session, ...pack })).toMatch(REFUSED);
    expect(await insert({ session, number: 1, first, last: ids[1] ?? 0n, ranges: 2 })).toBe("done");
    for (const [from, to] of [
      [first, last],
      [ids[1] ?? 0n, last],
      [-1_000n, last + 1_000n],
    ] as const)
      expect(await insert({ session, number: 2, first: from, last: to, ranges: 2 })).toMatch(REFUSED);
    expect(await rangesOf(session)).toEqual(ids);
  });

  it("one with output that is in no sealed batch", async () => {
    const { session, first, ids } = await recordedOf(1);
    await as("gateway", () =>
      insertRanges([
        {
          ...{ sessionId: session, epoch: 1, kind: "o", firstSequence: 1, lastSequence: 1, byteCount: 4 },
          bytes: Buffer.from("late"),
        },
      ]),
    );
    const late = (await rangesOf(session)).at(-1) ?? 0n;
    expect(await insert({ session, number: 1, first, last: late, ranges: 2 })).toBe("done");
    expect(await confirmBlindly(session, 1)).toBe("done");
    expect(await move(session, 1)).toMatch(REFUSED);
    expect(await rangesOf(session)).toEqual([...ids, late]);
  });

  it("one whose row is another since it was confirmed, whoever changes it", async () => {
    const { session, first, ids } = await recordedOf(4);
    await put();
    await confirm();
    for (const change of [
      "object_key = 'other'",
      "object_sha256 = repeat('1', 64)",
      "object_bytes = 1",
      "stored_at = null",
      "confirmed_at = null",
      "ranges = 1",
      `last_range_id = ${first}`,
      "bytes = 1",
      "number = 2",
    ])
      for (const login of ["jobs", "gateway", "owner"] as const)
        expect(
          await tryAs(login, `update recording_packs set ${change} where session_id = '${session}'`),
        ).toMatch(REFUSED);
    expect(await rangesOf(session)).toEqual(ids);
    await put();
    expect(await rangesOf(session)).toEqual([]);
  });
});

it("a pack with a number far ahead is no end: the others come behind it", async () => {
  const { session, first, ids } = await recordedOf(4);
  expect(await insert({ session, number: 7, first, last: first, ranges: 1 })).toBe("done");
  await moveAll();
  expect(await handleOf(owning()).recordingPack.findMany({ where: { sessionId: session } })).toMatchObject([
    { number: 7, movedAt: null },
    { number: 8, movedAt: expect.any(Date) },
  ]);
  expect(await rangesOf(session)).toEqual(ids.slice(0, 1));
  expect((await faults()).faults.filter((fault) => fault.includes(session))).toEqual([]);
});
