import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noticesAbout } from "@/lib/inbox/testing/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { readFrame } from "@/lib/overview/frame";
import { readNotices } from "@/lib/overview/notices/read-notices";
import { type Custodian, custodians } from "@/lib/recordings/sealed-input/testing/custodians";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { askDeletion } from "../deletion/ask-deletion";
import { confirmDeletion, withdrawDeletion } from "../deletion/confirm-deletion";
import { expireDeletions } from "../deletion/expire-deletions";
import { readDeletion } from "../deletion/read-deletion";
import { openDeletions, REASON } from "../deletion/testing/deletions";
import { expireLiftings } from "../hold/expire-liftings";
import { askLifting, confirmLifting, withdrawLifting } from "../hold/lift-hold";
import { readHold } from "../hold/read-hold";
import { ENOUGH, openHolds } from "../hold/testing/holds";
import { askOpening } from "../input-opening/ask-opening";
import { confirmOpening, withdrawOpening } from "../input-opening/confirm-opening";
import { expireOpenings } from "../input-opening/expire-openings";
import { readOpening } from "../input-opening/read-opening";
import { keptFor, typedSession, WHY } from "../input-opening/testing/typed";
import { readWaitingForSecond } from "./read-waiting";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;
let keepers: Custodian[];
beforeAll(async () => {
  keepers = await custodians("Gil", "Hana");
  world = await openWorld(keptFor(keepers));
  deletions = await openDeletions(world);
});
afterAll(() => world.close());

const waiting = async (person: PersonActor) =>
  (await readWaitingForSecond(person)).map(({ kind, id }) => `${kind} ${id}`);
const told = async (person: PersonActor) => (await readNotices(person)).rows.map(({ kind }) => kind);
const roles = (person: PersonActor, words: string) =>
  world.owner(`update people set roles = '{${words}}' where id = '${person.id}'`);

describe("a deletion that waits for a second administrator", () => {
  it("is told to the others, and to nobody any more when it is decided, withdrawn or expired", async () => {
    const { ana, cleo, dov, fay } = world.people;
    const sessionId = await deletions.recorded({ ranges: 1, isMade: false });
    for (const end of ["withdrawn", "expired"] as const) {
      const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
      expect(await waiting(fay)).toEqual([`deletion ${deletionId}`]);
      for (const person of [dov, cleo, ana]) expect(await waiting(person)).toEqual([]);
      expect(await told(fay)).toEqual(["deletion-asked"]);
      expect((await readFrame(fay)).waiting.inbox).toBe(1);
      if (end === "withdrawn") await withdrawDeletion(dov, { deletionId });
      else {
        await world.owner(`update recording_deletions set expires_at = now() where id = '${deletionId}'`, {
          past: "recording_deletions",
        });
        await deletions.as("jobs", () => expireDeletions(jobs));
      }
      expect([await waiting(fay), await told(fay)]).toEqual([[], []]);
    }
    const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
    await confirmDeletion(fay, { deletionId });
    expect([await waiting(fay), await told(fay)]).toEqual([[], []]);
    expect(await noticesAbout({ subjectId: deletionId })).toEqual([
      "Fay Tanaka: deletion-asked done",
      "Hal Virtanen: deletion-asked done",
    ]);
  });

  it("is told to nobody whose session it was, and can't be confirmed when whoever asked lost the role", async () => {
    const { ana, dov, fay } = world.people;
    await roles(ana, "engineer,administrator");
    const sessionId = await deletions.recorded({ ranges: 1, isMade: false });
    const { deletionId } = await askDeletion(dov, { sessionId, reason: REASON });
    const asAdministrator = { ...ana, roles: ["engineer", "administrator"] } satisfies PersonActor;
    expect([await waiting(asAdministrator), await told(asAdministrator)]).toEqual([[], []]);
    await roles(dov, "engineer");
    const refused = { code: "ASKER_WITHOUT_ROLE" };
    await expect(confirmDeletion(fay, { deletionId })).rejects.toMatchObject(refused);
    expect((await readDeletion(fay, sessionId)).actions?.confirm).toMatchObject({
      allowed: false,
      ...refused,
    });
    // What people see of whoever asked is the name alone.
    expect(Object.keys((await readDeletion(fay, sessionId)).deletion?.askedBy ?? {})).toEqual(["id", "name"]);
    await roles(dov, "administrator");
    await confirmDeletion(fay, { deletionId });
    await roles(ana, "engineer");
  });
});

describe("a hold whose lifting waits for a second person", () => {
  it("is told to reviewers and administrators, and can't be lifted when whoever asked lost the role", async () => {
    const { ana, ben, cleo, dov, fay } = world.people;
    const sessionId = await deletions.recorded({ ranges: 1, isMade: false });
    const holdId = await openHolds(world).held(sessionId);
    const first = await askLifting(cleo, { holdId, reason: ENOUGH });
    for (const person of [dov, fay]) {
      expect(await waiting(person)).toEqual([`lifting ${first.liftingId}`]);
      expect(await told(person)).toEqual(["lifting-asked"]);
    }
    for (const person of [ana, ben, cleo]) expect(await waiting(person)).toEqual([]);
    await withdrawLifting(cleo, { liftingId: first.liftingId });
    expect([await waiting(dov), await told(dov)]).toEqual([[], []]);

    const second = await askLifting(cleo, { holdId, reason: ENOUGH });
    await world.owner(`update hold_liftings set expires_at = now() where id = '${second.liftingId}'`, {
      past: "hold_liftings",
    });
    await deletions.as("jobs", () => expireLiftings(jobs));
    expect([await waiting(dov), await told(dov)]).toEqual([[], []]);

    const { liftingId } = await askLifting(cleo, { holdId, reason: ENOUGH });
    await roles(cleo, "engineer");
    const refused = { code: "ASKER_WITHOUT_ROLE" };
    await expect(confirmLifting(dov, { liftingId })).rejects.toMatchObject(refused);
    expect((await readHold(dov, sessionId)).actions?.confirm).toMatchObject({ allowed: false, ...refused });
    await roles(cleo, "reviewer");
    await confirmLifting(dov, { liftingId });
    expect([await waiting(fay), await told(fay)]).toEqual([[], []]);
  });
});

describe("keystrokes that wait for a second person to open them", () => {
  it("is told to reviewers and administrators, and can't be confirmed when whoever asked lost the role", async () => {
    const { ana, ben, cleo, dov, fay } = world.people;
    const sessionId = await typedSession(deletions, keepers);
    const ask = () => askOpening(cleo, { sessionId, reason: WHY });
    const first = await ask();
    for (const person of [dov, fay]) {
      expect(await waiting(person)).toEqual([`opening ${first.openingId}`]);
      expect(await told(person)).toEqual(["opening-asked"]);
    }
    for (const person of [ana, ben, cleo])
      expect([await waiting(person), await told(person)]).toEqual([[], []]);
    // Whoever lost both roles since is shown it no more.
    const asEngineer = { ...dov, roles: ["engineer"] } satisfies PersonActor;
    expect([await waiting(asEngineer), await told(asEngineer)]).toEqual([[], []]);
    await withdrawOpening(cleo, first);
    expect([await waiting(dov), await told(dov)]).toEqual([[], []]);

    const second = await ask();
    await world.owner(
      `update input_openings set expires_at = clock_timestamp() where id = '${second.openingId}'`,
      {
        past: "input_openings",
      },
    );
    await deletions.as("jobs", () => expireOpenings(jobs));
    expect([await waiting(dov), await told(dov)]).toEqual([[], []]);

    const third = await ask();
    await roles(cleo, "engineer");
    const refused = { code: "ASKER_WITHOUT_ROLE" };
    await expect(confirmOpening(dov, third)).rejects.toMatchObject(refused);
    const shown = await readOpening(dov, sessionId);
    expect(shown.actions?.confirm).toMatchObject({ allowed: false, ...refused });
    expect(Object.keys(shown.opening?.askedBy ?? {})).toEqual(["id", "name"]);
    await roles(cleo, "reviewer");
    await confirmOpening(dov, third);
    expect([await waiting(fay), await told(fay)]).toEqual([[], []]);
  });

  it("waits for nobody once its recording is deleted", async () => {
    const { cleo, dov } = world.people;
    const sessionId = await typedSession(deletions, keepers);
    await askOpening(cleo, { sessionId, reason: WHY });
    await deletions.confirmed(sessionId);
    expect(await waiting(dov)).toHaveLength(1);
    await deletions.deleteAll();
    expect(await waiting(dov)).toEqual([]);
  });
});
