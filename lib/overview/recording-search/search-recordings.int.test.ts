import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSuperuser } from "@/lib/db/testing/superuser";
import { newId, type SessionId } from "@/lib/kernel/ids";
import type { SegmentMaker } from "@/lib/recordings/segments/extend-segments";
import { makeDueSegments } from "@/lib/recordings/segments/make-due-segments";
import { makeSegments } from "@/lib/recordings/segments/segmenter";
import { startRecording } from "@/lib/recordings/start-recording";
import { insertRanges } from "@/lib/recordings/store";
import { indexDueText } from "@/lib/recordings/text-index/indexing/index-due-text";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { searchRecordings } from "./search-recordings";
import type { AskedSearch } from "./views";

let world: World;
let anas: SessionId;
let others: SessionId;
let running: SessionId;
let bare: SessionId;

const make: SegmentMaker = async (...given) => makeSegments(...given);
const never = () => false;

async function putSession({
  person = "null",
  node = NODES.ledger as string,
  isRecorded = true,
} = {}): Promise<SessionId> {
  const id = newId("session");
  await world.owner(
    `insert into sessions (id, kind, person_id, account_id, region, node_id, document_name, state, epoch, gateway_id, opened_at,
       aws_session_id, stream_url, client_id, window_ends_at)
     values ('${id}', 'imported', ${person}, '111122223333', 'eu-west-1', '${node}', 'd', 'open', 1, 'prc_1', now(),
       '${id}-1', 'wss://x.test/', 'c', now())`,
  );
  await world.as("gateway");
  if (isRecorded) await startRecording(id);
  return id;
}

async function print(sessionId: SessionId, text: string, { isClosed = true } = {}): Promise<void> {
  const bytes = Buffer.from(text);
  await world.as("gateway");
  await insertRanges([
    { sessionId, epoch: 1, kind: "o", firstSequence: 0, lastSequence: 0, byteCount: bytes.length, bytes },
  ]);
  if (isClosed)
    await world.owner(
      `update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`,
    );
}

const command = (text: string) => `\x1b]133;A\x1b\\$ \x1b]133;B\x1b\\${text}\r\n\x1b]133;C\x1b\\`;

beforeAll(async () => {
  world = await openWorld();
  anas = await putSession({ person: `'${world.people.ana.id}'` });
  await print(anas, `${command('psql -c "drop 資料庫"')}permission denied for 資料庫\r\ndone 2>&1\r\n`);
  others = await putSession({ node: NODES.payments });
  const noise = Array.from({ length: 200 }, (_, index) => `${index} permission denied\r\n`).join("");
  await print(others, `${command("cat /var/log/資料庫")}${noise}`);
  running = await putSession();
  await print(running, "permission pending\r\n", { isClosed: false });
  bare = await putSession({ isRecorded: false });
  await world.as("jobs");
  await makeDueSegments(make, never);
  await indexDueText(never);
  await world.as("gateway");
});
afterAll(() => world.close());

const asked = (text: string, more: Partial<AskedSearch> = {}): AskedSearch => ({
  ...{ text, where: "all", isWholeWords: false, filters: {}, after: null, ...more },
});

async function searches(): Promise<{ text: string; hits: number; more: string }[]> {
  const { rows } = await asSuperuser((client) =>
    client.query<{ data: { text: string; hits: number; more: string } }>(
      "select data from audit_events where code = 'recording.searched' order by at, id",
    ),
  );
  return rows.map(({ data }) => data);
}

describe("a search of recordings", () => {
  it("finds commands before output, with what stands around it, its moment and whose it is", async () => {
    const { cleo } = world.people;
    const { hits, sessions, next, terms } = await searchRecordings(cleo, asked("資料庫"));
    expect(terms).toEqual(["資料庫"]);
    expect(hits.map(({ kind, found }) => [kind, found.text])).toEqual([
      ["command", "cat /var/log/資料庫"],
      ["command", 'psql -c "drop 資料庫"'],
      ["output", "permission denied for 資料庫"],
    ]);
    const last = hits.at(-1);
    expect(last?.found.marks).toEqual([[22, 25]]);
    expect(last?.after.map(({ text }) => text)).toEqual(["done 2>&1"]);
    expect(last?.before.map(({ text }) => text)).toEqual(['$ psql -c "drop 資料庫"']);
    expect(Date.parse(last?.at ?? "")).toBeGreaterThan(0);
    expect(sessions.map(({ id }) => id).sort()).toEqual([anas, others].sort());
    expect(sessions.find(({ id }) => id === anas)?.personName).toBe(world.people.ana.name);
    expect(next).toBeNull();
  });

  it("gives each session its share, and all of one that is searched by itself, page by page", async () => {
    const { cleo } = world.people;
    const all = await searchRecordings(cleo, asked("permission denied"));
    expect(all.hits.filter(({ sessionId }) => sessionId === others)).toHaveLength(5);
    expect(all.hits.filter(({ sessionId }) => sessionId === anas)).toHaveLength(1);
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await searchRecordings(cleo, asked("permission denied", { after }), others);
      found.push(...page.hits.map((hit) => hit.found.text));
      expect(page.notCovered === null).toBe(after !== null);
      if (page.next === null) break;
      after = page.next;
    }
    expect(new Set(found).size).toBe(200);
    expect(found).toHaveLength(200);
  });

  it("is narrowed by person, node, place and words", async () => {
    const { cleo, ana } = world.people;
    const idsOf = async (text: string, more: Partial<AskedSearch>) =>
      new Set((await searchRecordings(cleo, asked(text, more))).hits.map(({ sessionId }) => sessionId));
    expect(await idsOf("permission", { filters: { personId: ana.id } })).toEqual(new Set([anas]));
    expect(await idsOf("permission", { filters: { nodeId: NODES.payments } })).toEqual(new Set([others]));
    expect(await idsOf("資料庫", { where: "commands", filters: { nodeId: NODES.ledger } })).toEqual(
      new Set([anas]),
    );
    expect(await idsOf("permission", { filters: { accountId: "999999999999" } })).toEqual(new Set());
    expect(await idsOf("permission", { filters: { verdict: "follow-up" } })).toEqual(new Set());
    expect(await idsOf("permission", { filters: { until: new Date(0) } })).toEqual(new Set());
    expect((await searchRecordings(cleo, asked("permissio", { isWholeWords: true }))).hits).toEqual([]);
  });

  it("finds one's own alone for those who see their own, and nothing for those who see none", async () => {
    const { ana, eve } = world.people;
    const own = await searchRecordings(ana, asked("permission"));
    expect(new Set(own.hits.map(({ sessionId }) => sessionId))).toEqual(new Set([anas]));
    await expect(searchRecordings(ana, asked("permission"), others)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(searchRecordings(eve, asked("permission"))).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(searchRecordings(eve, asked("permission"), anas)).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
  });

  it("says of how many sessions it can't find all", async () => {
    const { cleo, ana } = world.people;
    expect((await searchRecordings(cleo, asked("zzz"))).notCovered).toEqual({
      ...{ pending: 1, failed: 0, withoutRecording: 1, deleted: 0 },
    });
    await world.owner(`update replay_progress set index_failures = 1 where session_id = '${running}'`);
    expect((await searchRecordings(cleo, asked("zzz"))).notCovered).toMatchObject({ pending: 0, failed: 1 });
    expect((await searchRecordings(ana, asked("zzz"))).notCovered).toEqual({
      ...{ pending: 0, failed: 0, withoutRecording: 0, deleted: 0 },
    });
    expect(
      (await searchRecordings(cleo, asked("zzz", { filters: { nodeId: NODES.ledger } }))).notCovered,
    ).toMatchObject({
      withoutRecording: 1,
    });
    expect(bare).toBeDefined();
  });

  it("stands on record once, with what was found, and not again for its pages", async () => {
    const { ben } = world.people;
    const before = (await searches()).length;
    const first = await searchRecordings(ben, asked("permission denied"), others);
    await searchRecordings(ben, asked("permission denied", { after: first.next }), others);
    await searchRecordings(ben, asked("permission denied"), others);
    expect((await searches()).slice(before)).toMatchObject([
      { text: "permission denied", hits: 100, more: "yes" },
    ]);
    await searchRecordings(ben, asked("permission denied", { after: "o5.0" }));
    await searchRecordings(ben, asked("permission denied", { where: "commands" }));
    expect((await searches()).slice(before + 1).map(({ text }) => text)).toEqual(
      Array(2).fill("permission denied"),
    );
  });

  it("refuses cursors that are not ours, and a text that names nothing", async () => {
    const { cleo } = world.people;
    for (const after of ["", "x1.1", "o1", "o-1.0", "o99999999999999999.0", "o1.1;"])
      await expect(searchRecordings(cleo, asked("a", { after }))).rejects.toMatchObject({
        code: "INVALID_INPUT",
      });
    await expect(searchRecordings(cleo, asked(" "))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(
      (await searchRecordings(cleo, asked("permission", { after: "o9007199254740991.999999999" }))).hits
        .length,
    ).toBeGreaterThan(0);
  });
});
