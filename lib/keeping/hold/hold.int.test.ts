import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { verifyAudit } from "@/lib/audit/verify/verify-audit";
import { owning } from "@/lib/db/testing/owning";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import type { SessionId } from "@/lib/kernel/ids";
import { eventsOf, putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { exportSessions } from "@/lib/sessions/lists/list-export";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import type { SessionFilters } from "@/lib/sessions/views";
import { currentCluster, urlsFor } from "../../../tools/database/test-cluster.mjs";
import { askDeletion } from "../deletion/ask-deletion";
import { confirmDeletion, withdrawDeletion } from "../deletion/confirm-deletion";
import { deleteRecordings } from "../deletion/delete-recordings";
import { readDeletion } from "../deletion/read-deletion";
import { never, openDeletions, REASON } from "../deletion/testing/deletions";
import { countRows, tryAs } from "../deletion/testing/rows";
import { expireLiftings } from "./expire-liftings";
import { askLifting, confirmLifting, withdrawLifting } from "./lift-hold";
import { placeHold } from "./place-hold";
import { readHold } from "./read-hold";

const WHY = "Counsel asked to keep what was shown in this incident";
const ENOUGH = "The case was closed, counsel wrote on Friday";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;

beforeAll(async () => {
  world = await openWorld();
  deletions = await openDeletions(world);
});
afterAll(() => world.close());

const held = async (sessionId: string) =>
  (await placeHold(world.people.cleo, { sessionId, reason: WHY })).holdId;

async function lifted(holdId: string): Promise<void> {
  const { liftingId } = await askLifting(world.people.cleo, { holdId, reason: ENOUGH });
  await confirmLifting(world.people.dov, { liftingId });
}

const left = async (sessionId: string) =>
  (await countRows(owning(), ["recording_ranges"], sessionId)).recording_ranges;

/** Faults of holds and of what can be deleted. */
async function faults(): Promise<string[]> {
  const database = new URL(config().DATABASE_URL).pathname.slice(1);
  const report = await verifyAudit(urlsFor(currentCluster().urls, database).owner);
  return report.faults
    .filter(
      ({ step, item }) =>
        ["ranges", "recordings", "fetched", "chain", "guards", "rights"].includes(step) ||
        /^(hold|deletion)/.test(item),
    )
    .map(({ step, code, item }) => `${step} ${code} ${item}`);
}

describe("a hold on a recording", () => {
  it("is placed by one person at once, lifted by two, and each step is in the audit with its row", async () => {
    const { cleo, dov, ana } = world.people;
    const sessionId = await deletions.recorded();
    const holdId = await held(sessionId);
    expect(await readHold(ana, sessionId)).toMatchObject({
      hold: { id: holdId, reason: WHY, placedBy: { id: cleo.id }, lifting: null },
      actions: null,
    });
    const { liftingId } = await askLifting(cleo, { holdId, reason: ENOUGH });
    expect(await readHold(dov, sessionId)).toMatchObject({
      hold: { lifting: { id: liftingId, reason: ENOUGH, askedBy: { id: cleo.id } } },
      actions: { place: { allowed: false }, lift: { allowed: false }, confirm: { allowed: true } },
    });
    await confirmLifting(dov, { liftingId });
    expect(await readHold(cleo, sessionId)).toMatchObject({
      hold: null,
      actions: { place: { allowed: true }, lift: { allowed: false, code: "HOLD_LIFT_OVER" } },
    });
    expect((await eventsOf({ sessionId })).filter(({ code }) => code.includes(".h"))).toMatchObject([
      { code: "recording.held", actorId: cleo.id, data: { holdId, reason: WHY } },
      { code: "recording.hold-lift-asked", actorId: cleo.id, data: { holdId, liftingId, reason: ENOUGH } },
      { code: "recording.hold-lifted", actorId: dov.id, data: { holdId, liftingId, askedById: cleo.id } },
    ]);
    await deletions.as("jobs", () => sealDue());
    expect(await faults()).toEqual([]);
    // And again, as before the first.
    expect(await held(sessionId)).not.toBe(holdId);
    expect(await readHold(ana, sessionId)).toMatchObject({ hold: { lifting: null } });
  });

  it("can be on what is still being recorded, and not on what was never recorded or is deleted", async () => {
    const { cleo, ana } = world.people;
    const running = await putSession({
      ...{
        grantId: deletions.grantId,
        personId: ana.id,
        nodeId: NODES.ledger,
        state: "open",
        openedAt: new Date(),
      },
    });
    await held(running);
    const bare = await putSession({
      ...{
        grantId: deletions.grantId,
        personId: ana.id,
        nodeId: NODES.ledger,
        state: "ended",
        openedAt: new Date(),
      },
    });
    await expect(held(bare)).rejects.toMatchObject({ code: "RECORDING_MISSING" });
    const gone = await deletions.recorded();
    await deletions.confirmed(gone);
    await deletions.deleteAll();
    await expect(held(gone)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
    expect((await readHold(cleo, gone)).actions?.place).toMatchObject({ code: "RECORDING_DELETED" });
  });

  it("is refused to whoever may not, and nobody lifts one alone or on what they typed", async () => {
    const { ana, ben, eve, cleo, dov, fay } = world.people;
    const sessionId = await deletions.recorded();
    const places = (actor: PersonActor, reason = WHY) => placeHold(actor, { sessionId, reason });
    for (const actor of [ana, ben, eve])
      await expect(places(actor)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(places(dov, "because")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(places(dov, "x".repeat(2001))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    // Whose session it was may keep it, and not let it go.
    const anaReviews: PersonActor = { ...ana, roles: ["reviewer"] };
    const { holdId } = await places(anaReviews);
    await expect(places(dov)).rejects.toMatchObject({ code: "RECORDING_HELD" });
    const asks = (actor: PersonActor, reason = ENOUGH) => askLifting(actor, { holdId, reason });
    await expect(asks(anaReviews)).rejects.toMatchObject({ code: "DELETION_OWN" });
    await expect(asks(ben)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(asks(dov, "because")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { liftingId } = await asks(dov);
    await expect(asks(fay)).rejects.toMatchObject({ code: "HOLD_LIFT_ASKED" });
    const confirms = (actor: PersonActor) => confirmLifting(actor, { liftingId });
    await expect(confirms(dov)).rejects.toMatchObject({ code: "HOLD_LIFT_SELF_CONFIRMED" });
    await expect(confirms({ ...dov, roles: ["reviewer"] })).rejects.toMatchObject({
      code: "HOLD_LIFT_SELF_CONFIRMED",
    });
    await expect(confirms(anaReviews)).rejects.toMatchObject({ code: "DELETION_OWN" });
    await expect(confirms(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(withdrawLifting(ben, { liftingId })).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await withdrawLifting(cleo, { liftingId });
    await expect(confirms(fay)).rejects.toMatchObject({ code: "HOLD_LIFT_OVER" });
    expect((await eventsOf({ sessionId })).filter(({ outcome }) => outcome === "refused")).toHaveLength(16);
    expect((await readHold(cleo, sessionId)).hold).toMatchObject({ id: holdId, lifting: null });
  });

  it("stays where nobody confirms in time that it is lifted", async () => {
    const { dov, fay } = world.people;
    const sessionId = await deletions.recorded();
    const holdId = await held(sessionId);
    const { liftingId } = await askLifting(dov, { holdId, reason: ENOUGH });
    await world.owner(`update hold_liftings set expires_at = clock_timestamp() where id = '${liftingId}'`, {
      past: "hold_liftings",
    });
    expect((await readHold(fay, sessionId)).hold).toMatchObject({ lifting: null });
    await expect(confirmLifting(fay, { liftingId })).rejects.toMatchObject({ code: "HOLD_LIFT_OVER" });
    await deletions.as("jobs", async () => {
      await Promise.all([expireLiftings(jobs), expireLiftings(jobs)]);
    });
    const codes = (await eventsOf({ sessionId })).map(({ code }) => code);
    expect(codes.filter((code) => code === "recording.hold-lift-expired")).toHaveLength(1);
    await lifted(holdId);
    expect((await readHold(fay, sessionId)).hold).toBeNull();
  });
});

describe("while a recording is on hold, its deletion", () => {
  it("is neither asked for nor confirmed, and can be withdrawn", async () => {
    const { dov, fay } = world.people;
    const sessionId = await deletions.recorded();
    const holdId = await held(sessionId);
    const ask = () => askDeletion(dov, { sessionId, reason: REASON });
    await expect(ask()).rejects.toMatchObject({ code: "RECORDING_HELD" });
    expect((await readDeletion(dov, sessionId)).actions?.ask).toMatchObject({ code: "RECORDING_HELD" });
    await lifted(holdId);
    const { deletionId } = await ask();
    await held(sessionId);
    await expect(confirmDeletion(fay, { deletionId })).rejects.toMatchObject({ code: "RECORDING_HELD" });
    await withdrawDeletion(dov, { deletionId });
  });

  it("that was confirmed before does not begin, and goes on by itself once two people lifted the hold", async () => {
    const sessionId = await deletions.recorded();
    await deletions.confirmed(sessionId);
    const holdId = await held(sessionId);
    await deletions.deleteAll();
    expect((await readDeletion(world.people.dov, sessionId)).deletion?.state).toBe("confirmed");
    expect(await left(sessionId)).toBe(30);
    await lifted(holdId);
    // What deletes waits for the seal.
    await deletions.as("jobs", () => deleteRecordings(jobs, never));
    expect((await readDeletion(world.people.dov, sessionId)).deletion?.state).toBe("confirmed");
    await deletions.deleteAll();
    expect(await left(sessionId)).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it("that is under way stops between two steps, for two processes too, and holds up no other", async () => {
    const sessionId = await deletions.recorded({ ranges: 4_500, size: 100 });
    const other = await deletions.recorded();
    await deletions.confirmed(sessionId);
    await deletions.as("jobs", async () => {
      await sealDue();
      await deleteRecordings(jobs, never);
      await sealDue();
      for (let step = 0; step < 5; step += 1) await deleteRecordings(jobs, () => true);
      await deleteRecordings(jobs, stopsAfter(5));
    });
    const ranges = await left(sessionId);
    expect(ranges).toBeGreaterThan(0);
    expect(ranges).toBeLessThan(4_500);
    const holdId = await held(sessionId);
    await deletions.confirmed(other);
    await deletions.as("jobs", async () => {
      await Promise.all([deleteRecordings(jobs, never), deleteRecordings(jobs, never)]);
    });
    await deletions.deleteAll();
    expect(await left(sessionId)).toBe(ranges);
    expect(await left(other)).toBe(0);
    expect((await readDeletion(world.people.dov, sessionId)).deletion?.state).toBe("deleting");
    expect(await faults()).toEqual([]);
    await lifted(holdId);
    await deletions.deleteAll();
    expect(await left(sessionId)).toBe(0);
    expect(await faults()).toEqual([]);
  });
});

describe("the list of sessions", () => {
  it("marks and finds what is on hold and what was deleted, and the CSV has both", async () => {
    const { cleo } = world.people;
    const [kept, gone, lost, bare] = [
      await deletions.recorded(),
      await deletions.recorded(),
      await deletions.recorded(),
      await deletions.recorded(),
    ];
    await held(kept);
    await lifted(await held(lost));
    await deletions.confirmed(gone);
    await deletions.deleteAll();
    const find = async (filters: SessionFilters) => (await listSessions(cleo, filters)).rows;
    const ours = (rows: readonly { id: string }[]) =>
      rows.map(({ id }) => id).filter((id) => [kept, gone, lost, bare].some((one) => one === id));
    expect(ours(await find({ retention: "held" }))).toEqual([kept]);
    expect(ours(await find({ retention: "deleted" }))).toEqual([gone]);
    const marks = new Map((await find({})).map(({ id, isHeld, isDeleted }) => [id, [isHeld, isDeleted]]));
    expect([kept, gone, lost, bare].map((id) => marks.get(id))).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
    let csv = "";
    for await (const piece of (await exportSessions(cleo, { retention: "held" })).pieces) csv += piece;
    expect(csv).toMatch(new RegExp(`${kept}.*,"held",`));
    expect(csv).not.toContain(gone);
  });
});

describe("the database", () => {
  /** A deletion that has begun, of which nothing is gone. */
  async function begun(): Promise<{ sessionId: SessionId; deletionId: string }> {
    const sessionId = await deletions.recorded();
    const deletionId = await deletions.confirmed(sessionId);
    await deletions.as("jobs", async () => {
      await sealDue();
      await deleteRecordings(jobs, never);
      await sealDue();
    });
    return { sessionId, deletionId };
  }
  const onHold = /on hold/;

  it("refuses a held recording's deletion to each login, the owner's too", async () => {
    const { dov, fay } = world.people;
    const { sessionId, deletionId } = await begun();
    await held(sessionId);
    const step = `select halligan_delete_recorded('${deletionId}')`;
    expect(await tryAs("jobs", step)).toMatch(onHold);
    expect(await tryAs("owner", step)).toMatch(onHold);
    expect(await tryAs("owner", `delete from recording_ranges where session_id = '${sessionId}'`)).toMatch(
      /append-only/,
    );
    const end = "set state = 'deleted', closed_at = now()";
    expect(await tryAs("jobs", `update recording_deletions ${end} where id = '${deletionId}'`)).toMatch(
      onHold,
    );
    expect(await left(sessionId)).toBe(30);

    const another = await deletions.recorded();
    const { deletionId: asked } = await askDeletion(dov, { sessionId: another, reason: REASON });
    const third = await deletions.recorded();
    const confirmed = await deletions.confirmed(third);
    const fourth = await deletions.recorded();
    for (const id of [another, third, fourth]) await held(id);
    const set = (columns: string, id: string) =>
      `update recording_deletions set ${columns} where id = '${id}'`;
    const confirm = `state = 'confirmed', confirmed_by_id = '${fay.id}', confirmed_at = now()`;
    expect(await tryAs("web", set(confirm, asked))).toMatch(onHold);
    const begin = "state = 'deleting', begun_at = now(), ranges = 1, bytes = 1";
    expect(await tryAs("jobs", set(begin, confirmed))).toMatch(onHold);
    const insert = `insert into recording_deletions (id, session_id, reason, asked_by_id)
      values ('del_x', '${fourth}', 'x', '${dov.id}')`;
    expect(await tryAs("web", insert)).toMatch(onHold);
    expect(await tryAs("owner", insert)).toMatch(onHold);
  });

  it("believes the audit, and not a row, that a hold was lifted; a row alone holds", async () => {
    const { dov, fay } = world.people;
    const { sessionId, deletionId } = await begun();
    const holdId = await held(sessionId);
    const ask = (id: string, hold: string) =>
      `insert into hold_liftings (id, hold_id, reason, asked_by_id) values ('${id}', '${hold}', 'x', '${dov.id}')`;
    const lift = (id: string, by = fay.id) =>
      `update hold_liftings set state = 'lifted', confirmed_by_id = '${by}', closed_at = now() where id = '${id}'`;
    expect(await tryAs("web", ask("lft_forged", holdId))).toBe("done");
    expect(await tryAs("web", lift("lft_forged", dov.id))).toMatch(/two_people/);
    expect(await tryAs("web", lift("lft_forged"))).toBe("done");
    const step = `select halligan_delete_recorded('${deletionId}')`;
    expect(await tryAs("jobs", step)).toMatch(onHold);
    expect((await readHold(dov, sessionId)).hold?.id).toBe(holdId);
    // One person's events, of which one says that it is lifted, are not two.
    const says = (code: string, by: string) => `insert into audit_events
      (id, code, outcome, actor_kind, actor_id, session_id, data) values ('aud_${code}', '${code}', 'done', 'person',
        '${by}', '${sessionId}', '{"holdId": "${holdId}", "liftingId": "lft_forged"}')`;
    expect(await tryAs("web", says("recording.hold-lift-asked", dov.id))).toBe("done");
    expect(await tryAs("web", says("recording.hold-lifted", dov.id))).toBe("done");
    await deletions.as("jobs", () => sealDue());
    expect(await tryAs("jobs", step)).toMatch(onHold);
    // Two people can lift it all the same.
    await lifted(holdId);
    expect(await tryAs("jobs", step)).toMatch(onHold);
    await deletions.as("jobs", () => sealDue());
    expect(await tryAs("jobs", step)).toBe("done");

    const other = await begun();
    const row = `insert into recording_holds (id, session_id, reason, placed_by_id)
      values ('hld_forged', '${other.sessionId}', 'x', '${dov.id}')`;
    expect(await tryAs("web", row)).toBe("done");
    expect(await tryAs("jobs", `select halligan_delete_recorded('${other.deletionId}')`)).toMatch(onHold);
    // What was forged is named.
    expect((await faults()).sort()).toEqual(
      expect.arrayContaining(["rows no-event hold hld_forged", "rows no-hash hold-lifting lft_forged"]),
    );
  });

  it("lets nobody change, take away or shorten a hold", async () => {
    const sessionId = await deletions.recorded();
    const holdId = await held(sessionId);
    const { liftingId } = await askLifting(world.people.dov, { holdId, reason: ENOUGH });
    for (const login of ["web", "gateway", "jobs", "owner"] as const) {
      const refused = login === "owner" ? /append-only/ : /permission denied/;
      for (const statement of [
        `delete from recording_holds where id = '${holdId}'`,
        `update recording_holds set reason = 'x' where id = '${holdId}'`,
        `delete from hold_liftings where id = '${liftingId}'`,
        "truncate recording_holds cascade",
      ])
        expect(await tryAs(login, statement)).toMatch(refused);
    }
    const lift = `update hold_liftings set state = 'lifted', confirmed_by_id = '${world.people.fay.id}', closed_at = now()`;
    for (const login of ["gateway", "jobs"] as const)
      expect(await tryAs(login, `${lift} where id = '${liftingId}'`)).toMatch(/permission denied/);
    const place = `insert into recording_holds (id, session_id, reason, placed_by_id) values ('hld_y', '${sessionId}', 'x', '${world.people.dov.id}')`;
    for (const login of ["gateway", "jobs"] as const)
      expect(await tryAs(login, place)).toMatch(/permission denied/);
    expect(
      await tryAs("web", `update hold_liftings set reason = 'another' where id = '${liftingId}'`),
    ).toMatch(/permission denied/);
    expect(
      await tryAs("owner", `update hold_liftings set reason = 'another' where id = '${liftingId}'`),
    ).toMatch(/cannot go/);
  });
});

function stopsAfter(most: number): () => boolean {
  let steps = 0;
  return () => {
    steps += 1;
    return steps > most;
  };
}
