import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { handleOf, inTransaction, type Tx } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { openExport } from "@/lib/recordings/exporting/open-export";
import { recordGap } from "@/lib/recordings/record-gap";
import { beginReplay } from "@/lib/recordings/replaying/begin-replay";
import { insertRanges, type RangeRow } from "@/lib/recordings/store";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { isHeld } from "../hold/held-store";
import { askLifting } from "../hold/lift-hold";
import { readHold } from "../hold/read-hold";
import { ENOUGH, openHolds } from "../hold/testing/holds";
import { askDeletion } from "./ask-deletion";
import { deleteRecordings } from "./delete-recordings";
import { gateway, never, openDeletions, REASON } from "./testing/deletions";
import { countRows, faultsOfKeeping, tryAs } from "./testing/rows";

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

describe("the database, of what is on hold or was,", () => {
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
    expect((await faultsOfKeeping()).sort()).toEqual(
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

  it("looks at the words on holds alone, however much else happened to the session", async () => {
    const { sessionId } = await begun();
    for (const _ of [1, 2, 3]) await lifted(await held(sessionId));
    await world.owner(`insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
      select 'aud_' || lpad(n::text, 26, '0'), 'recording.replayed', 'done', 'person', '${world.people.cleo.id}',
        '${sessionId}', '{}' from generate_series(1, 2000) n`);
    await world.owner("analyze audit_events");
    await deletions.as("jobs", () => sealDue());
    expect(
      await inTransaction(async (tx) => [
        await isHeld(tx, sessionId, { isSealed: true }),
        await readCount(tx),
      ]),
    ).toEqual([false, 9]);
    await deletions.deleteAll();
    expect(await left(sessionId)).toBe(0);
  });

  it("keeps what only an event says is on hold, from its owner too", async () => {
    const { sessionId, deletionId } = await begun();
    await world.owner(`insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data) values
      ('${newId("auditEvent")}', 'recording.held', 'done', 'person', '${world.people.cleo.id}', '${sessionId}',
        '{"holdId": "hld_gone"}')`);
    expect(await tryAs("jobs", `select halligan_delete_recorded('${deletionId}')`)).toMatch(onHold);
    expect(await tryAs("owner", `delete from recording_ranges where session_id = '${sessionId}'`)).toMatch(
      /append-only/,
    );
    expect(await tryAs("owner", `delete from agent_log_events where session_id = '${sessionId}'`)).toMatch(
      /append-only/,
    );
  });
});

/** Events of the audit that this transaction has read. */
async function readCount(tx: Tx): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ read: number }[]>`
    select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname = 'audit_events'`;
  return rows[0]?.read ?? 0;
}
