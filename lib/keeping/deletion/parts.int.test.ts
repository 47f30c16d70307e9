import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { type Custodian, custodians } from "@/lib/recordings/sealed-input/testing/custodians";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { openHolds } from "../hold/testing/holds";
import { askOpening } from "../input-opening/ask-opening";
import { confirmOpening } from "../input-opening/confirm-opening";
import { openPackage } from "../input-opening/open-package";
import { readOpening } from "../input-opening/read-opening";
import { keptFor, typedSession, WHY } from "../input-opening/testing/typed";
import { deleteRecordings } from "./delete-recordings";
import { never, openDeletions } from "./testing/deletions";
import { countRows, faultsOfKeeping, tryAs } from "./testing/rows";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;
let { held } = {} as ReturnType<typeof openHolds>;
let people: Custodian[];

beforeAll(async () => {
  people = await custodians("Gil", "Hana");
  world = await openWorld(keptFor(people));
  deletions = await openDeletions(world);
  ({ held } = openHolds(world));
});
afterAll(() => world.close());

/** Two people agreed to open what was typed. */
async function agreed(sessionId: string): Promise<void> {
  const { openingId } = await askOpening(world.people.cleo, { sessionId, reason: WHY });
  await confirmOpening(world.people.dov, { openingId });
}

describe("sealed keystrokes", () => {
  it("go with their recording, also from the two who had agreed to open them", async () => {
    const { cleo, dov } = world.people;
    const sessionId = await typedSession(deletions, people);
    await agreed(sessionId);
    await deletions.confirmed(sessionId);
    await deletions.deleteAll();
    const left = await handleOf(owning()).$queryRaw<{ kind: string }[]>`
      select kind from recording_ranges where session_id = ${sessionId}`;
    expect(left).toEqual([]);
    expect(await countRows(owning(), ["recorded_input"], sessionId)).toEqual({ recorded_input: 0 });
    for (const actor of [cleo, dov]) {
      const taken = deletions.as("gateway", () => openPackage(actor, sessionId));
      await expect(taken).rejects.toMatchObject({ code: "RECORDING_DELETED" });
      expect((await readOpening(actor, sessionId)).actions).not.toMatchObject({
        download: { allowed: true },
      });
    }
    expect(await faultsOfKeeping()).toEqual([]);
  });

  it("that are being taken away while they are deleted are cut off, and never end as if they were whole", async () => {
    const texts = Array.from({ length: 1_200 }, (_, index) => `${index}\r`);
    const sessionId = await typedSession(deletions, people, texts);
    await agreed(sessionId);
    const file = await deletions.as("gateway", () => openPackage(world.people.cleo, sessionId));
    const reader = file.pieces[Symbol.asyncIterator]();
    expect((await deletions.as("gateway", () => reader.next())).done).toBe(false);
    await deletions.confirmed(sessionId);
    await deletions.deleteAll();
    const rest = deletions.as("gateway", async () => {
      for (let next = await reader.next(); !next.done; next = await reader.next());
    });
    await expect(rest).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  }, 60_000);
});

const MADE = ["recording_segments", "recorded_commands", "text_runs"] as const;
const CHUNKS = "delete from text_chunks";

describe("what was made of a recording", () => {
  it("is deleted by no login and not by its owner, unless the recording is being deleted and not on hold", async () => {
    const [kept, onHold, going] = [
      await deletions.recorded(),
      await deletions.recorded(),
      await deletions.recorded(),
    ];
    for (const sessionId of [kept, onHold, going])
      await world.owner(`insert into recorded_commands (session_id, number, at_ms, text, is_marked)
        values ('${sessionId}', 0, 0, 'exit', true)`);
    const before = await countRows(owning(), MADE, kept);
    for (const table of MADE) expect(before[table]).toBeGreaterThan(0);
    await deletions.confirmed(going);
    await deletions.confirmed(onHold);
    await deletions.as("jobs", async () => {
      await sealDue();
      await deleteRecordings(jobs, never);
    });
    await held(onHold);
    const tried = (login: "jobs" | "owner", table: string, which: string) =>
      tryAs(login, `delete from ${table} where ${which}`);
    for (const login of ["jobs", "owner"] as const)
      for (const table of MADE) {
        for (const sessionId of [kept, onHold])
          expect(await tried(login, table, `session_id = '${sessionId}'`)).toMatch(/append-only/);
        // Nor in the company of one whose time has come.
        expect(await tried(login, table, `session_id in ('${kept}', '${going}')`)).toMatch(/append-only/);
      }
    for (const login of ["jobs", "owner"] as const) expect(await tryAs(login, CHUNKS)).toMatch(/append-only/);
    expect(await countRows(owning(), MADE, kept)).toEqual(before);
    await deletions.deleteAll();
    expect(await countRows(owning(), MADE, going)).toEqual({
      ...{ recording_segments: 0, recorded_commands: 0, text_runs: 0 },
    });
  }, 60_000);
});
