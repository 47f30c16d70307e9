import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, reading } from "@/lib/db/client";
import { asSuperuser } from "@/lib/db/testing/superuser";
import type { SessionId } from "@/lib/kernel/ids";
import { putSessionOfNobody } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import type { SegmentMaker } from "../segments/extend-segments";
import { makeDueSegments } from "../segments/make-due-segments";
import { makeSegments } from "../segments/segmenter";
import { startRecording } from "../start-recording";
import { insertRanges } from "../store";
import { indexDueText } from "./indexing/index-due-text";
import { indexRecording } from "./indexing/index-recording";
import { deleteText, findUnindexed } from "./indexing/index-store";
import { mergeNext } from "./indexing/merge-shards";
import { findLiveShards } from "./indexing/merge-store";
import type { TextKind } from "./kinds";
import { readQuery } from "./searching/query";
import { onlySessions } from "./searching/scope";
import { searchText, type TextHit, type TextSearch } from "./searching/search-text";

let world: World;
const make: SegmentMaker = async (...given) => makeSegments(...given);
const never = () => false;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A recording of what a shell printed, cut into segments. */
async function record(text: string, { isClosed = true } = {}): Promise<SessionId> {
  const sessionId = await putSessionOfNobody(NODES.ledger);
  await world.as("gateway");
  await startRecording(sessionId);
  await append(sessionId, text, 0, isClosed);
  return sessionId;
}

async function append(sessionId: SessionId, text: string, frame: number, isClosed: boolean): Promise<void> {
  await world.as("gateway");
  const bytes = Buffer.from(text);
  await insertRanges([
    {
      sessionId,
      epoch: 1,
      kind: "o",
      firstSequence: frame,
      lastSequence: frame,
      byteCount: bytes.length,
      bytes,
    },
  ]);
  if (isClosed)
    await world.owner(
      `update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`,
    );
  await world.as("jobs");
  await makeDueSegments(make, never);
}

const shell = (commands: readonly string[], output: string) =>
  `${commands.map((command) => `\x1b]133;A\x1b\\$ \x1b]133;B\x1b\\${command}\r\n\x1b]133;C\x1b\\`).join("")}${output}`;

async function search(
  typed: string,
  given: Partial<TextSearch> & { kind?: TextKind } = {},
): Promise<TextHit[]> {
  const query = readQuery(typed);
  if (!query) throw new TypeError("nothing to look for");
  await world.as("gateway");
  const all: TextHit[] = [];
  for (let before = given.before; ; ) {
    const { hits, next } = await searchText({
      ...{
        query,
        kind: "output",
        scope: undefined,
        mostHits: 10,
        mostOfSession: 1e9,
        isCommandSkipped: false,
      },
      ...{ budget: { bytes: 1e9 }, ...given, before },
    });
    all.push(...hits);
    if (!next) return all;
    before = next;
  }
}
const textsOf = (hits: readonly TextHit[]) => hits.map(({ row }) => row.text);

async function count(table: string): Promise<number> {
  const { rows } = await asSuperuser((client) =>
    client.query<{ n: number }>(`select count(*)::int as n from ${table}`),
  );
  return rows[0]?.n ?? -1;
}

const needles = (name: string, lines: number, each: number) =>
  Array.from(
    { length: lines },
    (_, index) => `${name} ${index} ${index % each === 0 ? "needle" : "hay"} 資料庫 2>&1`,
  );

/** As if two people had its recording deleted. */
const beingDeleted = (sessionId: string) =>
  world.owner(
    `insert into recording_deletions (id, session_id, state, reason, asked_by_id, confirmed_by_id, confirmed_at, begun_at,
       ranges, bytes)
     values ('del_${sessionId}', '${sessionId}', 'deleting', 'so they agreed', '${world.people.dov.id}',
       '${world.people.fay.id}', now(), now(), 0, 0)`,
    { past: "recording_deletions" },
  );

describe("text of recordings", () => {
  it("is found while the session runs, as it grows, once", async () => {
    const sessionId = await record(needles("first", 3_000, 100).join("\r\n"), { isClosed: false });
    await indexDueText(never);
    const before = await search('"first 100 needle"');
    expect(textsOf(before)).toEqual(["first 100 needle 資料庫 2>&1"]);
    expect(before[0]).toMatchObject({ sessionId, row: { line: 100 } });
    await append(sessionId, `\r\n${needles("later", 3_000, 100).join("\r\n")}\r\n`, 1, true);
    await indexDueText(never);
    await indexDueText(never);
    expect(await search("needle later")).toHaveLength(30);
    expect(await search("needle first")).toHaveLength(30);
    expect(await search("first")).toHaveLength(3_000);
    expect(await findUnindexed(reading(), 10)).toEqual([]);
  });

  it("has its commands by themselves, and as they stand in the output", async () => {
    const sessionId = await record(shell(["rm -rf /var/tmp/資料", "ls"], "nothing to see\r\n"));
    await indexDueText(never);
    const commands = await search('"rm -rf /var"', { kind: "command" });
    expect(commands).toMatchObject([
      { sessionId, kind: "command", row: { line: 0, text: "rm -rf /var/tmp/資料" } },
    ]);
    expect(textsOf(await search('"rm -rf /var"'))).toEqual(["$ rm -rf /var/tmp/資料"]);
    expect(await search('"rm -rf /var"', { isCommandSkipped: true })).toEqual([]);
  });

  it("is indexed once by two processes at the same time, and by one after another was stopped in the middle", async () => {
    const sessionId = await record(needles("twice", 4_000, 100).join("\r\n"));
    await Promise.all([indexRecording(sessionId), indexRecording(sessionId)]);
    await beingDeleted(sessionId);
    await expect(
      inTransaction(async (tx) => {
        await deleteText(tx, sessionId, 1_000);
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    await Promise.all([indexDueText(never), indexDueText(never)]);
    expect(await search("needle twice")).toHaveLength(40);
    expect(await search("twice", { mostHits: 77 })).toHaveLength(4_000);
  });

  it("is the same after its parts were merged, whoever merged them, and while they are", async () => {
    const ids: SessionId[] = [];
    for (let index = 0; index < 24; index += 1)
      ids.push(await record(needles(`part${index}`, 150, 50).join("\r\n")));
    for (const id of ids) while (await indexRecording(id));
    const before = await search("needle 資料庫", { mostHits: 7 });
    const shards = (await findLiveShards(reading(), "output")).length;
    await world.as("jobs");
    expect(await mergeNext("output")).toBe(true);
    await Promise.all([mergeNext("output"), mergeNext("output"), mergeNext("output")]);
    expect(await search("needle 資料庫", { mostHits: 7 })).toEqual(before);
    await world.as("jobs");
    await Promise.all([indexDueText(never), indexDueText(never)]);
    expect((await findLiveShards(reading(), "output")).length).toBeLessThan(Math.min(shards, 9));
    expect(await search("needle 資料庫", { mostHits: 7 })).toEqual(before);
    expect(await count("text_shards where state = 'building'")).toBe(0);
  });

  it("is searched only where one may, each recording up to its share, two characters too", async () => {
    const mine = await record(needles("mine", 500, 5).join("\r\n"));
    const other = await record(needles("other", 500, 5).join("\r\n"));
    await indexDueText(never);
    const scope = onlySessions([mine]);
    for (const typed of ["needle", "2>", "資料庫", "le 1"]) {
      const found = await search(typed, { scope });
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map(({ sessionId }) => sessionId))).toEqual(new Set([mine]));
    }
    expect(await search("needle", { scope })).toHaveLength(100);
    expect(await search("needle", { scope: onlySessions([]) })).toEqual([]);
    expect(await search("2>", { scope })).toHaveLength(500);
    const shared = await search("needle", {
      mostHits: 8,
      mostOfSession: 3,
      scope: onlySessions([mine, other]),
    });
    expect(shared.slice(0, 6).map(({ sessionId }) => sessionId)).toEqual([
      other,
      other,
      other,
      mine,
      mine,
      mine,
    ]);
  });

  it("is looked through no further than the budget, and goes on from there", async () => {
    const query = readQuery("2>");
    if (!query) throw new TypeError();
    await world.as("gateway");
    const all = await search("zq");
    expect(all).toEqual([]);
    let rounds = 0;
    for (let before: TextSearch["before"]; ; rounds += 1) {
      const result = await searchText({
        ...{
          query: { ...query, terms: readQuery("zq")?.terms ?? [] },
          kind: "output",
          scope: undefined,
          before,
        },
        ...{ mostHits: 10, mostOfSession: 10, isCommandSkipped: false, budget: { bytes: 20_000 } },
      });
      if (!result.next) break;
      expect(result.next.block).toBeLessThan(before?.block ?? Number.MAX_SAFE_INTEGER);
      before = result.next;
    }
    expect(rounds).toBeGreaterThan(2);
  });

  it("is gone at once when it is deleted, and its keys with the next merge", async () => {
    const sessionId = await record(needles("secret", 2_000, 10).join("\r\n"));
    const kept = await record(needles("kept", 100, 10).join("\r\n"));
    await world.as("jobs");
    await indexDueText(never);
    expect(await search("needle secret")).toHaveLength(200);
    await world.as("jobs");
    await beingDeleted(sessionId);
    expect(await inTransaction((tx) => deleteText(tx, sessionId, 1_000))).toBeGreaterThan(20);
    expect(await search("secret")).toEqual([]);
    await world.as("jobs");
    await indexDueText(never);
    expect((await findLiveShards(reading(), "output")).some(({ isStale }) => isStale)).toBe(false);
    expect(await search("secret")).toEqual([]);
    expect((await search("needle kept")).map((hit) => hit.sessionId)).toEqual(Array(10).fill(kept));
    expect(await findUnindexed(reading(), 10)).toEqual([]);
  });

  it("that can't be read is tried again later, and others go on meanwhile", async () => {
    const broken = await record("broken text here\r\n");
    await world.owner(`update recording_segments set lines = '\\x00' where session_id = '${broken}'`);
    const fine = await record("fine text here\r\n");
    await indexDueText(never);
    expect((await search("text here")).map(({ sessionId }) => sessionId)).toEqual([fine]);
    await world.as("jobs");
    expect(await findUnindexed(reading(), 10)).toEqual([]);
    await world.owner("update replay_progress set index_failed_at = index_failed_at - interval '1 hour'");
    expect(await findUnindexed(reading(), 10)).toEqual([broken]);
  });
});
