import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { asSuperuser } from "@/lib/db/testing/superuser";
import type { SessionId } from "@/lib/kernel/ids";
import type { RangeKind } from "@/lib/recorded-ranges/range";
import { putSessionOfNobody } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { beginReplay } from "../replaying/begin-replay";
import { readCommands } from "../replaying/read-commands";
import { type PackedPart, readLines, readSegment } from "../replaying/read-segment";
import { startRecording } from "../start-recording";
import { insertRanges } from "../store";
import { extendSegments, type SegmentMaker } from "./extend-segments";
import { type Segment, type SegmentLines, unpack } from "./format";
import { adoptMissingRecordings, makeDueSegments } from "./make-due-segments";
import { makeSegments } from "./segmenter";
import { findBlocks, findDueRecordings, findProgress, findSummaries } from "./store";

let world: World;
let sessionId: SessionId;
let frame: number;

const make: SegmentMaker = async (...given) => makeSegments(...given);
const never = () => false;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  sessionId = await putSessionOfNobody(NODES.ledger);
  frame = 0;
  await world.as("gateway");
  await startRecording(sessionId);
});
afterAll(() => world.close());

/** One range of so many frames, as the gateway writes it. */
async function record(text: string, { kind = "o" as RangeKind, frames = 1, first = frame } = {}) {
  const bytes = Buffer.from(text);
  if (kind === "o" || kind === "g") frame = Math.max(frame, first + frames);
  const numbers = kind === "m" ? [0, 0] : [first, first + frames - 1];
  const [firstSequence = 0, lastSequence = 0] = numbers;
  await insertRanges([
    { sessionId, epoch: 1, kind, firstSequence, lastSequence, byteCount: bytes.length, bytes },
  ]);
}

async function close(): Promise<void> {
  await world.owner(`update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`);
}

async function asJobs<T>(work: () => Promise<T>): Promise<T> {
  await world.as("jobs");
  const result = await work();
  await world.as("gateway");
  return result;
}

const json = async <T>({ packed }: PackedPart): Promise<T> => JSON.parse((await unpack(packed)).toString());
const segmentAt = async (place: Parameters<typeof readSegment>[2]) =>
  json<Segment>(await readSegment(world.people.cleo, sessionId, place));
const textOf = (segments: Segment[]) =>
  segments.flatMap(({ events }) => events.flatMap(([, code, data]) => (code === "o" ? [data] : []))).join("");

async function allSegments(): Promise<Segment[]> {
  const { segments } = await beginReplay(world.people.cleo, sessionId);
  return Promise.all(Array.from({ length: segments }, (_, number) => segmentAt({ number })));
}

async function bytesBefore(number: number): Promise<number> {
  const summaries = await findSummaries(reading(), sessionId, { from: 0, before: number });
  return summaries.reduce((sum, { outputBytes }) => sum + outputBytes, 0);
}

const line = (index: number) => `${String(index).padStart(9, "0")}\r\n`;
const LINES = Array.from({ length: 30_000 }, (_, index) => line(index)).join("");

describe("segments of a recording", () => {
  it("grow while it runs, hold all of it when it is over, and are the same whoever made them when", async () => {
    await record('{"mark":"connected"}', { kind: "m" });
    await record(LINES.slice(0, 100_000), { frames: 100 });
    await asJobs(() => makeDueSegments(make, never));
    const running = await beginReplay(world.people.cleo, sessionId);
    expect(running).toMatchObject({ isComplete: false, waitingBytes: 0, outputBytes: 100_000 });
    // What came since is in no stored segment yet, and is shown all the same.
    await record(LINES.slice(100_000, 120_000), { frames: 20 });
    expect(textOf(await allSegments())).toBe(LINES.slice(0, 120_000));
    expect((await readSegment(world.people.cleo, sessionId, { number: 0 })).isFinal).toBe(true);
    expect((await readSegment(world.people.cleo, sessionId, { ms: 2 ** 30 })).isFinal).toBe(false);
    await record(LINES.slice(120_000), { frames: 200 });
    await close();
    await asJobs(() => makeDueSegments(make, never));
    const over = await beginReplay(world.people.cleo, sessionId);
    expect(over).toMatchObject({ isComplete: true, waitingBytes: 0, outputBytes: LINES.length });
    // The first picture needs no second answer.
    const first = await readSegment(world.people.cleo, sessionId, { ms: over.posterMs });
    expect(over.first).toEqual({ segment: await json<Segment>(first), isFinal: true });
    expect(running.first).toMatchObject({ isFinal: false });
    expect((await beginReplay(world.people.cleo, sessionId, { isAgain: true })).first).toBeNull();
    expect(over.marks.map(([, , label]) => label)).toEqual(["connected"]);
    expect(textOf(await allSegments())).toBe(LINES);
    await expect(segmentAt({ number: over.segments })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are found by a moment, and their lines by their numbers", async () => {
    await record(LINES, { frames: 300 });
    await close();
    await asJobs(() => makeDueSegments(make, never));
    const { segments, lines, durationMs } = await beginReplay(world.people.cleo, sessionId);
    expect((await segmentAt({ ms: durationMs })).number).toBe(segments - 1);
    expect((await segmentAt({ ms: 2 ** 31 - 1 })).number).toBe(segments - 1);
    const part = async (place: Parameters<typeof readLines>[2]) =>
      json<SegmentLines & { firstLine: number }>(await readLines(world.people.cleo, sessionId, place));
    const first = await part({ number: 0 });
    const middle = await part({ line: Math.floor(lines / 2) });
    expect(first.firstLine).toBe(0);
    expect(middle.firstLine).toBeLessThanOrEqual(lines / 2);
    expect(middle.firstLine + middle.lines.length).toBeGreaterThan(lines / 2);
    await expect(part({ number: segments })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are summed up by blocks, of which a replay's beginning reads one row each", async () => {
    for (let part = 0; part < 14; part += 1) {
      await record(LINES, { frames: 300 });
      if (part === 9) await asJobs(() => makeDueSegments(make, never));
    }
    await close();
    await asJobs(() => makeDueSegments(make, never));
    const over = await beginReplay(world.people.cleo, sessionId);
    expect(over).toMatchObject({ isComplete: true, outputBytes: 14 * LINES.length });
    const last = `where session_id = '${sessionId}' and number = 63`;
    await expect(findBlocks(reading(), sessionId, [62, 63])).resolves.toMatchObject([
      { number: 63, outputBytes: await bytesBefore(64) },
    ]);
    // A release that knew no blocks made segments, too: each is read.
    await world.owner(`update recording_segments set block = null ${last}`);
    expect(await beginReplay(world.people.cleo, sessionId)).toEqual(over);
    const rest = over.outputBytes - (await bytesBefore(64));
    const block = { toMs: 5, outputBytes: 7, summary: { activity: [[0, 7]], waits: [], marks: [] } };
    await world.owner(`update recording_segments set block = '${JSON.stringify(block)}' ${last}`);
    expect((await beginReplay(world.people.cleo, sessionId)).outputBytes).toBe(7 + rest);
  });

  it("wait for a frame that is still to come, and name it when it never came", async () => {
    await record("a".repeat(70_000), { first: 0 });
    await record("c".repeat(70_000), { first: 2 });
    await asJobs(() => makeDueSegments(make, never));
    expect(textOf(await allSegments())).toBe("a".repeat(70_000));
    await record("b", { first: 1 });
    expect(textOf(await allSegments())).toBe(`${"a".repeat(70_000)}b${"c".repeat(70_000)}`);
    await record("e", { first: 4 });
    await close();
    await asJobs(() => makeDueSegments(make, never));
    expect(textOf(await allSegments()).slice(-2)).toBe("ce");
    const { marks } = await beginReplay(world.people.cleo, sessionId);
    expect(marks.map(([, , label]) => label)).toEqual([
      "gap: frames 3 to 3 were never received (not recorded)",
    ]);
  });

  it("are made once when two processes make them at the same time", async () => {
    await record(LINES, { frames: 300 });
    await close();
    await asJobs(async () => {
      const due = { sessionId, isClosed: true };
      const both = await Promise.all([extendSegments(due, make), extendSegments(due, make)]);
      expect(both.filter(Boolean)).toHaveLength(0);
    });
    expect(textOf(await allSegments())).toBe(LINES);
  });

  it("are tried again later when they could not be made, and others go on meanwhile", async () => {
    const failing = sessionId;
    await record("x".repeat(100_000));
    const fails: SegmentMaker = async () => {
      throw new Error("too much");
    };
    await asJobs(async () => {
      await makeDueSegments(fails, never);
      const due = await findDueRecordings(reading(), { bytes: 1, limit: 10 });
      expect(due.map((recording) => recording.sessionId)).not.toContain(failing);
      expect(await findProgress(reading(), failing)).toMatchObject({ failure: "too much", segments: 0 });
    });
    expect(await beginReplay(world.people.cleo, sessionId)).toMatchObject({ failure: "too much" });
    await world.owner(`update replay_progress set changed_at = changed_at - interval '1 hour'`);
    await asJobs(() => makeDueSegments(make, never));
    expect(await beginReplay(world.people.cleo, sessionId)).toMatchObject({ failure: null, segments: 2 });
  });

  it("are begun for recordings of the release before", async () => {
    await world.owner(`delete from replay_progress where session_id = '${sessionId}'`);
    await expect(beginReplay(world.people.cleo, sessionId)).rejects.toMatchObject({
      code: "RECORDING_MISSING",
    });
    await asJobs(() => adoptMissingRecordings());
    expect(await beginReplay(world.people.cleo, sessionId)).toMatchObject({ durationMs: 0, segments: 0 });
  });
});

describe("whoever replays", () => {
  it("is on record at the beginning, and once an hour while they go on", async () => {
    const { ana, cleo, eve } = world.people;
    await record("hello");
    const events = async () => {
      const { rows } = await asSuperuser((client) =>
        client.query("select from audit_events where session_id = $1 and code = 'recording.replayed'", [
          sessionId,
        ]),
      );
      return rows.length;
    };
    await readSegment(cleo, sessionId, { number: 0 });
    expect(await events()).toBe(1);
    await readLines(cleo, sessionId, { number: 0 });
    await readCommands(cleo, sessionId, 0);
    expect(await events()).toBe(1);
    await beginReplay(cleo, sessionId);
    expect(await events()).toBe(2);
    await beginReplay(cleo, sessionId, { isAgain: true });
    expect(await events()).toBe(2);
    for (const stranger of [ana, eve]) {
      await expect(beginReplay(stranger, sessionId)).rejects.toMatchObject({
        code: expect.stringMatching(/NOT_FOUND|ROLE_MISSING/),
      });
      for (const read of [
        () => readSegment(stranger, sessionId, { number: 0 }),
        () => readLines(stranger, sessionId, { line: 0 }),
        () => readCommands(stranger, sessionId, 0),
      ])
        await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|ROLE_MISSING/) });
    }
    expect(await events()).toBe(2);
  });
});
