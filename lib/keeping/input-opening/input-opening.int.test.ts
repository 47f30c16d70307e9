import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { readExports } from "@/lib/recordings/exporting/read-exports";
import { openInput } from "@/lib/recordings/sealed-input/open-input";
import { readPackage } from "@/lib/recordings/sealed-input/sealed-package";
import { type Custodian, custodians } from "@/lib/recordings/sealed-input/testing/custodians";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { openDeletions } from "../deletion/testing/deletions";
import { faultsOfKeeping, tryAs } from "../deletion/testing/rows";
import { askOpening } from "./ask-opening";
import { confirmOpening, withdrawOpening } from "./confirm-opening";
import { expireOpenings } from "./expire-openings";
import { openPackage } from "./open-package";
import { readOpening } from "./read-opening";
import { keptFor, TYPED, typedSession, WHY } from "./testing/typed";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;
let gil: Custodian;
let hana: Custodian;

beforeAll(async () => {
  [gil, hana] = (await custodians("Gil", "Hana")) as [Custodian, Custodian];
  world = await openWorld(keptFor([gil, hana]));
  deletions = await openDeletions(world);
});
afterAll(() => world.close());

const typed = (texts?: readonly string[]) => typedSession(deletions, [gil, hana], texts);

async function take(actor: PersonActor, sessionId: SessionId): Promise<Buffer> {
  return deletions.as("gateway", async () => {
    const file = await openPackage(actor, sessionId);
    const parts: Uint8Array[] = [];
    for await (const part of file.pieces) parts.push(part);
    await file.finish(true);
    return Buffer.concat(parts);
  });
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const asked = (actor: PersonActor, sessionId: string, reason = WHY) =>
  askOpening(actor, { sessionId, reason });

describe("what was typed", () => {
  it("is taken away sealed by the two who agreed on it, each step on record, and opened by two others", async () => {
    const { ana, cleo, dov, fay } = world.people;
    const sessionId = await typed();
    const { openingId } = await asked(cleo, sessionId);
    expect(await readOpening(dov, sessionId)).toMatchObject({
      opening: { id: openingId, state: "asked", reason: WHY, askedBy: { id: cleo.id }, confirmedBy: null },
      actions: { confirm: { allowed: true }, download: { allowed: false } },
    });
    await expect(take(cleo, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_OVER" });
    await confirmOpening(dov, { openingId });
    expect(await readOpening(ana, sessionId)).toMatchObject({
      opening: { state: "confirmed", confirmedBy: { id: dov.id } },
      actions: null,
    });
    await expect(take(fay, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_OTHERS" });
    const file = await take(cleo, sessionId);
    expect(await take(dov, sessionId)).toEqual(file);
    for (const text of TYPED) expect(file.includes(Buffer.from(text).toString("base64"))).toBe(false);

    const texts: string[] = [];
    const { rows, sessionId: of } = await readPackage(whole(file));
    for await (const { bytes } of openInput(of, rows, [gil.identity, hana.identity]))
      texts.push(Buffer.from(bytes ?? []).toString());
    expect(texts).toEqual(TYPED);

    const sha256 = createHash("sha256").update(file).digest("hex");
    expect(await readExports(cleo, sessionId)).toMatchObject([{ format: "sealed-input", sha256 }]);
    const events = (await eventsOf({ sessionId })).filter(({ code }) => code.includes("input-opening"));
    expect(events).toMatchObject([
      { code: "recording.input-opening-asked", actorId: cleo.id, data: { openingId, reason: WHY } },
      { code: "recording.input-opening-confirmed", actorId: dov.id, data: { openingId, askedById: cleo.id } },
    ]);
    await deletions.as("jobs", () => sealDue());
    expect((await faultsOfKeeping()).filter((fault) => fault.includes(openingId))).toEqual([]);
  });

  it("is asked for by whoever may, with a reason, and confirmed by another", async () => {
    const { ana, ben, eve, cleo, dov, fay } = world.people;
    const sessionId = await typed();
    for (const actor of [ben, eve])
      await expect(asked(actor, sessionId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    const anaReviews: PersonActor = { ...ana, roles: ["reviewer", "administrator"] };
    await expect(asked(anaReviews, sessionId)).rejects.toMatchObject({ code: "DELETION_OWN" });
    for (const reason of ["because", "x".repeat(2001)])
      await expect(asked(cleo, sessionId, reason)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { openingId } = await asked(dov, sessionId);
    await expect(asked(fay, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_ASKED" });
    const confirms = (actor: PersonActor) => confirmOpening(actor, { openingId });
    await expect(confirms(dov)).rejects.toMatchObject({ code: "INPUT_OPENING_SELF_CONFIRMED" });
    await expect(confirms({ ...dov, roles: ["reviewer"] })).rejects.toMatchObject({
      code: "INPUT_OPENING_SELF_CONFIRMED",
    });
    await expect(confirms(anaReviews)).rejects.toMatchObject({ code: "DELETION_OWN" });
    await expect(confirms(ben)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await withdrawOpening(cleo, { openingId });
    await expect(confirms(fay)).rejects.toMatchObject({ code: "INPUT_OPENING_OVER" });
    expect((await eventsOf({ sessionId })).filter(({ outcome }) => outcome === "refused")).toHaveLength(11);
    expect((await readOpening(cleo, sessionId)).opening).toBeNull();
  });

  it("is confirmed once, however many confirm it at the same moment", async () => {
    const { cleo, dov, fay } = world.people;
    const sessionId = await typed();
    const opening = await asked(cleo, sessionId);
    const ends = await Promise.allSettled([dov, fay, dov].map((actor) => confirmOpening(actor, opening)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "INPUT_OPENING_OVER" });
    const said = (await eventsOf({ sessionId })).filter(
      ({ code, outcome }) => code === "recording.input-opening-confirmed" && outcome === "done",
    );
    expect(said).toHaveLength(1);
  });

  it("can't be asked for where no key is kept, or nothing was typed", async () => {
    const { cleo } = world.people;
    const silent = await typed([]);
    await expect(asked(cleo, silent)).rejects.toMatchObject({ code: "INPUT_NOT_KEPT" });
    expect(await readOpening(cleo, silent)).toEqual({ opening: null, actions: null });
  });

  it("stays where nobody confirms in time, and goes for a day after somebody did", async () => {
    const { cleo, dov, fay } = world.people;
    const sessionId = await typed();
    const late = await asked(cleo, sessionId);
    const past = { past: "input_openings" };
    await world.owner(
      `update input_openings set expires_at = clock_timestamp() where id = '${late.openingId}'`,
      past,
    );
    await expect(confirmOpening(dov, late)).rejects.toMatchObject({ code: "INPUT_OPENING_OVER" });
    // The sweep has not said so yet.
    await expect(asked(dov, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_ASKED" });
    expect((await readOpening(dov, sessionId)).actions?.ask).toMatchObject({ allowed: false });
    await deletions.as("jobs", async () => {
      await Promise.all([expireOpenings(jobs), expireOpenings(jobs)]);
    });
    const codes = (await eventsOf({ sessionId })).map(({ code }) => code);
    expect(codes.filter((code) => code === "recording.input-opening-expired")).toHaveLength(1);

    const again = await asked(cleo, sessionId);
    await confirmOpening(fay, again);
    await take(fay, sessionId);
    const since = "closed_at = closed_at - interval '24 hours'";
    await world.owner(`update input_openings set ${since} where id = '${again.openingId}'`, past);
    await expect(take(fay, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_OVER" });
    expect((await readOpening(fay, sessionId)).actions?.ask).toMatchObject({ allowed: true });
    await asked(dov, sessionId);
  });

  it("is deleted with its recording, and is not taken away from then on", async () => {
    const { cleo, dov } = world.people;
    const sessionId = await typed();
    await confirmOpening(dov, await asked(cleo, sessionId));
    const other = await typed();
    const late = await asked(cleo, other);
    for (const id of [sessionId, other]) await deletions.confirmed(id);
    await deletions.deleteAll();
    await expect(confirmOpening(dov, late)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
    await expect(take(cleo, sessionId)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
    await expect(asked(cleo, sessionId)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  });
});

describe("the database, of openings,", () => {
  it("believes the audit and not a row: what a login wrote by itself opens nothing", async () => {
    const { cleo, dov } = world.people;
    const sessionId = await typed();
    const insert = `insert into input_openings (id, session_id, reason, asked_by_id) values ('opn_x', '${sessionId}', 'x', '${cleo.id}')`;
    expect(await tryAs("web", insert)).toBe("done");
    const confirm = (by: string) =>
      `update input_openings set state = 'confirmed', confirmed_by_id = '${by}', closed_at = now() where id = 'opn_x'`;
    expect(await tryAs("web", confirm(cleo.id))).toMatch(/two_people/);
    expect(await tryAs("web", confirm(dov.id))).toBe("done");
    await expect(take(cleo, sessionId)).rejects.toMatchObject({ code: "INPUT_OPENING_OVER" });
  });

  it("lets no login change, take away or extend one, the owner's neither", async () => {
    const { cleo, dov } = world.people;
    const sessionId = await typed();
    const { openingId } = await asked(cleo, sessionId);
    const which = `where id = '${openingId}'`;
    for (const login of ["gateway", "jobs"] as const) {
      expect(
        await tryAs(
          login,
          `update input_openings set state = 'confirmed', confirmed_by_id = '${dov.id}' ${which}`,
        ),
      ).toMatch(/permission denied/);
      const insert = `insert into input_openings (id, session_id, reason, asked_by_id) values ('opn_y', '${sessionId}', 'x', '${cleo.id}')`;
      expect(await tryAs(login, insert)).toMatch(/permission denied/);
    }
    for (const set of [
      "reason = 'another'",
      "expires_at = now() + interval '1 year'",
      `asked_by_id = '${dov.id}'`,
    ]) {
      expect(await tryAs("web", `update input_openings set ${set} ${which}`)).toMatch(/permission denied/);
      expect(await tryAs("owner", `update input_openings set ${set} ${which}`)).toMatch(/cannot go/);
    }
    const later = `state = 'confirmed', confirmed_by_id = '${dov.id}', closed_at = now() + interval '1 year'`;
    expect(await tryAs("web", `update input_openings set ${later} ${which}`)).toMatch(/cannot go/);
    for (const login of ["web", "gateway", "jobs", "owner"] as const)
      for (const statement of [`delete from input_openings ${which}`, "truncate input_openings"])
        expect(await tryAs(login, statement)).toMatch(/permission denied|append-only/);
  });

  it("lets nobody but the gateway add to what was typed, web not even read it", async () => {
    const sessionId = await typed();
    expect(await tryAs("web", "select bytes from recording_ranges")).toMatch(/permission denied/);
    expect(await tryAs("web", `select bytes from recorded_input where session_id = '${sessionId}'`)).toBe(
      "done",
    );
    const add = `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
      values ('${sessionId}', 1, 'i', 9, 9, 1, 'x')`;
    for (const login of ["web", "jobs"] as const)
      expect(await tryAs(login, add)).toMatch(/permission denied/);
    for (const login of ["gateway", "owner"] as const)
      expect(await tryAs(login, add)).toMatch(/recording_ranges_input_sealed/);
  });
});
