import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { owning } from "@/lib/db/testing/owning";
import type { PersonActor } from "@/lib/kernel/actor";
import { eventsOf, putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { exportSessions } from "@/lib/sessions/lists/list-export";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import type { SessionFilters } from "@/lib/sessions/views";
import { askDeletion } from "../deletion/ask-deletion";
import { confirmDeletion, withdrawDeletion } from "../deletion/confirm-deletion";
import { deleteRecordings } from "../deletion/delete-recordings";
import { readDeletion } from "../deletion/read-deletion";
import { never, openDeletions, REASON } from "../deletion/testing/deletions";
import { countRows, faultsOfKeeping } from "../deletion/testing/rows";
import { expireLiftings } from "./expire-liftings";
import { askLifting, confirmLifting, withdrawLifting } from "./lift-hold";
import { placeHold } from "./place-hold";
import { readHold } from "./read-hold";
import { ENOUGH, openHolds, WHY } from "./testing/holds";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;
let { held, lifted } = {} as ReturnType<typeof openHolds>;

beforeAll(async () => {
  world = await openWorld();
  deletions = await openDeletions(world);
  ({ held, lifted } = openHolds(world));
});
afterAll(() => world.close());

const left = async (sessionId: string) =>
  (await countRows(owning(), ["recording_ranges"], sessionId)).recording_ranges;

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
    expect(await faultsOfKeeping()).toEqual([]);
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
    expect(await faultsOfKeeping()).toEqual([]);
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
    expect(await faultsOfKeeping()).toEqual([]);
    await lifted(holdId);
    await deletions.deleteAll();
    expect(await left(sessionId)).toBe(0);
    expect(await faultsOfKeeping()).toEqual([]);
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

function stopsAfter(most: number): () => boolean {
  let steps = 0;
  return () => {
    steps += 1;
    return steps > most;
  };
}
