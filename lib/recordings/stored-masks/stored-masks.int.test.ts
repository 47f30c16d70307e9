import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { asSuperuser } from "@/lib/db/testing/superuser";
import type { SessionId } from "@/lib/kernel/ids";
import { putSessionOfNobody } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { MASKING_RULES } from "../masking/rules-number";
import { beginReplay } from "../replaying/begin-replay";
import { type PackedPart, readLines, readSegment } from "../replaying/read-segment";
import { unpack } from "../segments/format";
import { makeDueSegments } from "../segments/make-due-segments";
import { makeSegments } from "../segments/segmenter";
import { startRecording } from "../start-recording";
import { insertRanges } from "../store";
import { doWork, workBy } from "../terminal-work/terminal-work";
import { maskDueSegments, maskNextSegments } from "./mask-due-segments";
import { findUnmasked } from "./store";

let world: World;
let sessionId: SessionId;
let frame: number;
/** Pieces of work that somebody who replays waited for. */
let waits: string[];

const SECRET = "tr0ub4dor3-zebra";
const never = async () => false;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  sessionId = await putSessionOfNobody(NODES.ledger);
  frame = 0;
  waits = [];
  await world.as("gateway");
  await startRecording(sessionId);
  workBy({
    replay: async (step) => {
      waits.push(step.name);
      return doWork(step);
    },
    export: async (step) => doWork(step),
  });
});
afterEach(async () => {
  const here = async (step: Parameters<typeof doWork>[0]) => doWork(step);
  workBy({ replay: here, export: here });
  await world.owner("update recordings set closed_at = clock_timestamp() where closed_at is null");
});
afterAll(() => world.close());

async function record(text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const sequences = { firstSequence: frame, lastSequence: frame };
  frame += 1;
  await insertRanges([{ sessionId, epoch: 1, kind: "o", ...sequences, byteCount: bytes.length, bytes }]);
}

const LINES = Array.from({ length: 7_000 }, (_, index) => `${String(index).padStart(8, "0")}\r\n`).join("");

/** Several segments, with a secret in some and one over a border of two. */
async function recordSecrets(): Promise<void> {
  await record(`${LINES}password=${SECRET}\r\n${LINES.slice(0, 4_000)}`);
  await record(LINES);
  // A segment ends after 64 K characters: in the middle of this.
  await record(`password=\u001b[31m${SECRET.slice(0, 4)}`);
  await record(`${SECRET.slice(4)}\r\n${LINES}${LINES}`);
  await record(`${LINES}mysql --password ${SECRET} -h db\r\n`);
}

async function segment(isLast: boolean): Promise<void> {
  if (isLast)
    await world.owner(
      `update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`,
    );
  await asJobs(() =>
    makeDueSegments(
      async (...given) => makeSegments(...given),
      () => false,
    ),
  );
}

async function asJobs<T>(work: () => Promise<T>): Promise<T> {
  await world.as("jobs");
  const result = await work();
  await world.as("gateway");
  return result;
}

const json = async ({ packed, isFinal }: PackedPart) => ({
  part: JSON.parse((await unpack(packed)).toString()) as unknown,
  isFinal,
});

/** All that a replay shows, and what it waited for. */
async function shown() {
  const { cleo } = world.people;
  const { segments } = await beginReplay(cleo, sessionId);
  waits = [];
  const numbers = Array.from({ length: segments }, (_, number) => number);
  const parts = [];
  for (const number of numbers) {
    parts.push(await json(await readSegment(cleo, sessionId, { number })));
    parts.push(await json(await readLines(cleo, sessionId, { number })));
  }
  return { parts, waits: [...waits] };
}

const masked = async () => {
  const { rows } = await asSuperuser((client) =>
    client.query<{ number: number; masking: number | null; isMasked: boolean }>(
      `select number, masking, masked is not null as "isMasked" from recording_segments
       where session_id = $1 order by number`,
      [sessionId],
    ),
  );
  return rows;
};

describe("masked segments that are kept", () => {
  it("are what a replay would have masked, and nobody waits for it", async () => {
    await recordSecrets();
    await segment(true);
    const before = await shown();
    expect(before.waits).toContain("maskSegment");
    expect(JSON.stringify(before.parts)).not.toContain(SECRET);
    await asJobs(() => maskDueSegments(never));
    const after = await shown();
    expect(after.parts).toEqual(before.parts);
    expect(after.waits).toEqual([]);
    const rows = await masked();
    expect(rows.map(({ masking }) => masking)).toEqual(rows.map(() => MASKING_RULES));
    // Of most there is nothing to be kept twice.
    expect(new Set(rows.map(({ isMasked }) => isMasked))).toEqual(new Set([true, false]));
    expect((await json(await readSegment(world.people.cleo, sessionId, { ms: 0 }))).isFinal).toBe(true);
  });

  it("are made of those that have a successor, while the session goes on", async () => {
    await record(`${LINES}${LINES}`);
    await segment(false);
    await asJobs(() => maskDueSegments(never));
    expect((await masked()).map(({ masking }) => masking)).toEqual([MASKING_RULES, MASKING_RULES, null]);
    await expect(asJobs(() => findUnmasked(reading(), 10))).resolves.not.toContain(sessionId);
  });

  it("are not shown once the rules are others, nor to whoever has unmasked the recording", async () => {
    await recordSecrets();
    await segment(true);
    await asJobs(() => maskDueSegments(never));
    const after = await shown();
    await world.owner(
      `update recording_segments set masking = 0, masked = 'x', masked_lines = 'x' where session_id = '${sessionId}'`,
    );
    const anew = await shown();
    expect(anew.parts).toEqual(after.parts);
    expect(anew.waits).toContain("maskSegment");
  });

  it("are made once by two processes at the same time", async () => {
    await recordSecrets();
    await segment(true);
    const both = await asJobs(() => Promise.all([maskNextSegments(sessionId), maskNextSegments(sessionId)]));
    expect(both.filter(Boolean)).toHaveLength(0);
    expect((await masked()).every(({ masking }) => masking === MASKING_RULES)).toBe(true);
  });

  it("that can't be made hold up no other, and are masked when they are shown", async () => {
    await record(`${LINES}${LINES}`);
    await segment(true);
    const broken = sessionId;
    const content = async (bytes: string) =>
      world.owner(
        `update recording_segments set content = ${bytes} where session_id = '${broken}' and number = 0`,
      );
    const { rows } = await asSuperuser((client) =>
      client.query<{ content: string }>(
        "select encode(content, 'hex') as content from recording_segments where session_id = $1 and number = 0",
        [broken],
      ),
    );
    await content("'broken'");
    sessionId = await putSessionOfNobody(NODES.ledger);
    frame = 0;
    await startRecording(sessionId);
    await recordSecrets();
    await segment(true);
    await asJobs(() => maskDueSegments(never));
    expect((await masked()).every(({ masking }) => masking === MASKING_RULES)).toBe(true);
    await expect(asJobs(() => findUnmasked(reading(), 10))).resolves.toContain(broken);
    await content(`decode('${rows[0]?.content}', 'hex')`);
    sessionId = broken;
    expect((await shown()).waits).toContain("maskSegment");
  });

  it("wait while there is something else to be done", async () => {
    await recordSecrets();
    await segment(true);
    await asJobs(() => maskDueSegments(async () => true));
    expect((await masked()).every(({ masking }) => masking === null)).toBe(true);
  });
});
