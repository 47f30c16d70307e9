import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { owning } from "@/lib/db/testing/owning";
import type { SessionId } from "@/lib/kernel/ids";
import { openExport } from "@/lib/recordings/exporting/open-export";
import { recordGap } from "@/lib/recordings/record-gap";
import { beginReplay } from "@/lib/recordings/replaying/begin-replay";
import { insertRanges, type RangeRow } from "@/lib/recordings/store";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { deleteRecordings } from "./delete-recordings";
import { gateway, never, openDeletions } from "./testing/deletions";
import { countRows, tryAs } from "./testing/rows";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;

beforeAll(async () => {
  world = await openWorld();
  deletions = await openDeletions(world);
});
afterAll(() => world.close());

const late = (sessionId: SessionId, number = 100): RangeRow => ({
  ...{ sessionId, epoch: 1, kind: "o", firstSequence: number, lastSequence: number },
  ...{ byteCount: 4, bytes: Buffer.from("late") },
});

describe("a gateway that wakes up and writes to a recording", () => {
  it("that is being deleted, or was, writes nothing of it, and all of the others that it records", async () => {
    const { as, recorded, confirmed, deleteAll } = deletions;
    const sessionId = await recorded();
    const other = await recorded();
    const write = (number: number) =>
      as("gateway", async () => [...(await insertRanges([late(sessionId, number), late(other, number)]))]);
    await confirmed(sessionId);
    expect(await write(100)).toEqual([0, 1]);
    await as("jobs", async () => {
      await sealDue();
      await deleteRecordings(jobs, never);
    });
    expect(await write(101)).toEqual([1]);
    await deleteAll();
    expect(await write(102)).toEqual([1]);
    const gap = { epoch: 1, from: 103, to: 104, cause: "channel-closed" } as const;
    await as("gateway", async () => {
      const stale = { code: "STALE_EPOCH" };
      await expect(recordGap(gateway, { sessionId, ...gap })).rejects.toMatchObject(stale);
    });
    const tables = ["recording_ranges", "recordings"];
    expect(await countRows(owning(), tables, sessionId)).toEqual({ recording_ranges: 0, recordings: 0 });
    expect((await countRows(owning(), tables, other)).recording_ranges).toBe(33);
  });
});

describe("an export", () => {
  it("that is under way when the recording is deleted is cut off, and never ends as if it were whole", async () => {
    const { as, recorded, confirmed, deleteAll } = deletions;
    for (const format of ["text", "asciicast-v3"] as const) {
      const sessionId = await recorded({ ranges: 1_200, isMade: false });
      const { pieces } = await as("gateway", () => openExport(world.people.cleo, sessionId, format));
      const reader = pieces[Symbol.asyncIterator]();
      expect((await as("gateway", () => reader.next())).done).toBe(false);
      await confirmed(sessionId);
      await deleteAll();
      const rest = as("gateway", async () => {
        for (let next = await reader.next(); !next.done; next = await reader.next());
      });
      await expect(rest).rejects.toMatchObject({ code: "RECORDING_DELETED" });
    }
  });
});

describe("deletions that nobody but a forged row asks for", () => {
  it("begin never, so the recordings can be read, and hold up none that two people want", async () => {
    const { as, recorded, confirmed, deleteAll } = deletions;
    const { dov, fay } = world.people;
    const forged: SessionId[] = [];
    for (let number = 10; number < 31; number += 1) {
      const sessionId = await recorded({ ranges: 1, isReviewed: false, isMade: false });
      const insert = `insert into recording_deletions (id, session_id, reason, asked_by_id) values ('del_0${number}', '${sessionId}', 'x', '${dov.id}')`;
      expect(await tryAs("web", insert)).toBe("done");
      const confirm = `update recording_deletions set state = 'confirmed', confirmed_by_id = '${fay.id}', confirmed_at = now() where id = 'del_0${number}'`;
      expect(await tryAs("web", confirm)).toBe("done");
      forged.push(sessionId);
    }
    const sessionId = await recorded({ ranges: 1 });
    await confirmed(sessionId);
    await deleteAll();
    expect((await countRows(owning(), ["recordings"], sessionId)).recordings).toBe(0);
    for (const kept of forged)
      expect(await as("gateway", () => beginReplay(world.people.cleo, kept))).toBeDefined();
  });
});
