import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { verifyAudit } from "@/lib/audit/verify/verify-audit";
import { reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { openExport } from "@/lib/recordings/exporting/open-export";
import { beginReplay } from "@/lib/recordings/replaying/begin-replay";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { currentCluster, urlsFor } from "../../../tools/database/test-cluster.mjs";
import { askDeletion } from "./ask-deletion";
import { confirmDeletion, withdrawDeletion } from "./confirm-deletion";
import { deleteRecordings } from "./delete-recordings";
import { expireDeletions } from "./expire-deletions";
import { readDeletion } from "./read-deletion";
import { never, openDeletions, REASON } from "./testing/deletions";
import { countRows, tryAs } from "./testing/rows";

type Deletions = Awaited<ReturnType<typeof openDeletions>>;

let world: World;
let as: Deletions["as"];
let recorded: Deletions["recorded"];
let confirmed: Deletions["confirmed"];
let deleteAll: Deletions["deleteAll"];

beforeAll(async () => {
  world = await openWorld();
  ({ as, recorded, confirmed, deleteAll } = await openDeletions(world));
});
afterAll(() => world.close());

/** Faults of what can be deleted; how the session came about is not the business of these tests. */
async function faults(): Promise<string[]> {
  const database = new URL(config().DATABASE_URL).pathname.slice(1);
  const report = await verifyAudit(urlsFor(currentCluster().urls, database).owner);
  return report.faults
    .filter(({ step }) => ["ranges", "recordings", "fetched", "chain", "guards", "rights"].includes(step))
    .map(({ step, code, item, detail }) => `${step} ${code} ${item} ${detail}`);
}

const TABLES = [
  ...["recording_ranges", "recordings", "replay_progress", "recording_segments", "recorded_commands"],
  ...["text_runs", "agent_log_events", "agent_log_objects", "agent_log_chunks"],
];

describe("the deletion of a recording", () => {
  it("is asked for by one, confirmed by another, and leaves a tombstone and everything but the recording", async () => {
    const { dov, fay, cleo } = world.people;
    const sessionId = await recorded();
    const kept = await recorded();
    const before = await countRows(owning(), TABLES, sessionId);
    expect(before).toMatchObject({
      recording_ranges: 30,
      agent_log_events: 2,
      agent_log_chunks: 1,
      recordings: 1,
    });
    expect(before.text_runs).toBeGreaterThan(0);
    const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
    expect(await readDeletion(cleo, sessionId)).toMatchObject({
      ...{ deletion: { state: "asked", reason: REASON, askedBy: { id: dov.id } }, actions: null },
    });
    await deleteAll();
    expect(await countRows(owning(), TABLES, sessionId)).toEqual(before);
    await confirmDeletion(fay, { deletionId });
    await deleteAll();
    expect(await countRows(owning(), TABLES, sessionId)).toEqual(
      Object.fromEntries(TABLES.map((table) => [table, 0])),
    );
    expect((await countRows(owning(), TABLES, kept)).recording_ranges).toBe(30);
    expect(await readDeletion(cleo, sessionId)).toMatchObject({
      deletion: { state: "deleted", bytes: 60_000, confirmedBy: { id: fay.id } },
    });
    const events = (await eventsOf({ sessionId })).filter(({ code }) => code.startsWith("recording.delet"));
    const facts = { deletionId, ranges: 30, bytes: 60_000, askedById: dov.id, confirmedById: fay.id };
    expect(events).toMatchObject([
      { code: "recording.deletion-asked", actorId: dov.id, data: { deletionId, reason: REASON } },
      { code: "recording.deletion-confirmed", actorId: fay.id, data: { deletionId } },
      { code: "recording.deletion-begun", actorId: "jobs", data: facts },
      {
        code: "recording.deleted",
        actorId: "jobs",
        data: { ...facts, lastLeaf: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    expect(await faults()).toEqual([]);
  });

  it("ends replay and download at its first step, and says why", async () => {
    const sessionId = await recorded();
    await confirmed(sessionId);
    await deleteAll();
    await as("gateway", async () => {
      const gone = { code: "RECORDING_DELETED" };
      await expect(beginReplay(world.people.cleo, sessionId)).rejects.toMatchObject(gone);
      await expect(openExport(world.people.cleo, sessionId, "text")).rejects.toMatchObject(gone);
    });
  });

  it("is refused to whoever may not, or where it can't be", async () => {
    const { ana, ben, cleo, dov, fay, eve } = world.people;
    const sessionId = await recorded();
    const asks = (actor: PersonActor, given: { sessionId?: string; reason?: string } = {}) =>
      askDeletion(actor, { sessionId, reason: REASON, ...given });
    for (const [actor, code] of [
      [ana, "DELETION_OWN"],
      [{ ...ana, roles: ["administrator"] }, "DELETION_OWN"],
      [ben, "ROLE_MISSING"],
      [cleo, "ROLE_MISSING"],
      [eve, "ROLE_MISSING"],
    ] as [PersonActor, string][])
      await expect(asks(actor)).rejects.toMatchObject({ code });
    await expect(asks(dov, { reason: "because" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(asks(dov, { reason: "x".repeat(2001) })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const open = await recorded({ isReviewed: false });
    await expect(asks(dov, { sessionId: open })).rejects.toMatchObject({ code: "REVIEW_STILL_OPEN" });
    const { deletionId } = await asks(dov);
    await expect(asks(fay)).rejects.toMatchObject({ code: "DELETION_ASKED" });
    await expect(confirmDeletion(dov, { deletionId })).rejects.toMatchObject({
      code: "DELETION_SELF_CONFIRMED",
    });
    await expect(confirmDeletion(cleo, { deletionId })).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(confirmDeletion({ ...ana, roles: ["administrator"] }, { deletionId })).rejects.toMatchObject(
      {
        code: "DELETION_OWN",
      },
    );
    expect((await eventsOf({ sessionId })).filter(({ outcome }) => outcome === "refused")).toHaveLength(11);
    await withdrawDeletion(dov, { deletionId });
    await expect(confirmDeletion(fay, { deletionId })).rejects.toMatchObject({ code: "DELETION_OVER" });
    await deleteAll();
    expect((await countRows(owning(), TABLES, sessionId)).recording_ranges).toBe(30);
  });

  it("expires after seven days, and can be asked for again", async () => {
    const { dov, fay } = world.people;
    const sessionId = await recorded();
    const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
    await world.owner(
      `update recording_deletions set expires_at = clock_timestamp() where id = '${deletionId}'`,
      { past: "recording_deletions" },
    );
    expect((await readDeletion(fay, sessionId)).deletion).toBeNull();
    await expect(confirmDeletion(fay, { deletionId })).rejects.toMatchObject({ code: "DELETION_OVER" });
    await as("jobs", () => expireDeletions(jobs));
    expect((await eventsOf({ sessionId })).at(-1)).toMatchObject({ code: "recording.deletion-expired" });
    await confirmed(sessionId);
    await deleteAll();
    expect((await countRows(owning(), TABLES, sessionId)).recording_ranges).toBe(0);
  });

  it("goes on where a process was killed, whichever step that was, and the verifier passes at each", async () => {
    const sessionId = await recorded({ ranges: 4_500, size: 100 });
    await confirmed(sessionId);
    // Stopped after each step, and begun again: what a kill leaves is what was committed.
    let rounds = 0;
    for (let left = 1; left > 0 && rounds < 60; rounds += 1) {
      await as("jobs", async () => {
        await sealDue();
        await deleteRecordings(jobs, () => true);
        await oneStep(rounds);
        await sealDue();
      });
      left = (await countRows(owning(), ["recordings"], sessionId)).recordings ?? 0;
      expect(await faults()).toEqual([]);
    }
    expect(rounds).toBeGreaterThan(4);
    await deleteAll();
    expect(await readDeletion(world.people.cleo, sessionId)).toMatchObject({
      deletion: { state: "deleted" },
    });
    expect(await faults()).toEqual([]);
  });

  it("is done once by two processes at once", async () => {
    const sessionId = await recorded({ ranges: 4_500, size: 100 });
    await confirmed(sessionId);
    await as("jobs", async () => {
      await sealDue();
      await deleteRecordings(jobs, never);
      await sealDue();
      await Promise.all([deleteRecordings(jobs, never), deleteRecordings(jobs, never)]);
      await deleteRecordings(jobs, never);
    });
    const done = (await eventsOf({ sessionId })).filter(({ code }) => code === "recording.deleted");
    expect(done).toHaveLength(1);
  });
});

/** Stops after its first step. */
async function oneStep(round: number): Promise<void> {
  let steps = 0;
  await deleteRecordings(jobs, () => {
    steps += 1;
    return steps > 1 + (round % 3);
  });
}

describe("the database", () => {
  it("lets no login delete what was recorded or logged, nor the function without two people and a sealed beginning", async () => {
    const { dov } = world.people;
    const sessionId = await recorded();
    const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
    const deletes = [
      "recording_ranges",
      "recordings",
      "agent_log_events",
      "agent_log_chunks",
      "recording_deletions",
    ];
    for (const login of ["web", "gateway", "jobs"] as const) {
      for (const table of deletes)
        expect(await tryAs(login, `delete from ${table} where session_id = '${sessionId}'`)).toMatch(
          /permission denied/,
        );
      const called = await tryAs(login, `select halligan_delete_recorded('${deletionId}')`);
      expect(called).toMatch(login === "jobs" ? /may delete nothing/ : /permission denied/);
    }
    // Jobs can't confirm, web can't confirm for the one who asked, and nobody begins what is not confirmed.
    const set = (columns: string) => `update recording_deletions set ${columns} where id = '${deletionId}'`;
    expect(await tryAs("jobs", set(`state = 'confirmed', confirmed_by_id = 'x'`))).toMatch(
      /permission denied/,
    );
    expect(
      await tryAs("web", set(`state = 'confirmed', confirmed_by_id = '${dov.id}', confirmed_at = now()`)),
    ).toMatch(/two_people/);
    expect(await tryAs("jobs", set("state = 'deleting', begun_at = now(), ranges = 1, bytes = 1"))).toMatch(
      /cannot go/,
    );
    expect(await tryAs("web", set("reason = 'another'"))).toMatch(/permission denied/);
    // Even the owner of the tables, while no deletion is under way.
    expect(await tryAs("owner", `delete from recording_ranges where session_id = '${sessionId}'`)).toMatch(
      /append-only/,
    );
    expect((await countRows(owning(), TABLES, sessionId)).recording_ranges).toBe(30);
  });

  it("believes the sealed audit, and not what a login wrote into the row", async () => {
    const { dov, fay } = world.people;
    const sessionId = await recorded();
    // The web process's login, without the use cases: rows and no events.
    const insert = `insert into recording_deletions (id, session_id, reason, asked_by_id) values ('del_forged', '${sessionId}', 'x', '${dov.id}')`;
    expect(await tryAs("web", insert)).toBe("done");
    const confirm = `update recording_deletions set state = 'confirmed', confirmed_by_id = '${fay.id}', confirmed_at = now() where id = 'del_forged'`;
    expect(await tryAs("web", confirm)).toBe("done");
    const begin = `update recording_deletions set state = 'deleting', begun_at = now(), ranges = 1, bytes = 1 where id = 'del_forged'`;
    expect(await tryAs("jobs", begin)).toBe("done");
    expect(await tryAs("jobs", "select halligan_delete_recorded('del_forged')")).toMatch(
      /may delete nothing/,
    );
    expect((await countRows(owning(), TABLES, sessionId)).recording_ranges).toBe(30);
    expect(reading()).toBeDefined();
  });
});
