import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { owning } from "@/lib/db/testing/owning";
import { newId, type SessionId } from "@/lib/kernel/ids";
import type { Protection } from "@/lib/nodes/views";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { deleteRecordings } from "../deletion/delete-recordings";
import { readDeletion } from "../deletion/read-deletion";
import { never, openDeletions } from "../deletion/testing/deletions";
import { countRows, faultsOfKeeping, tryAs } from "../deletion/testing/rows";
import { openHolds } from "../hold/testing/holds";
import { deleteByRule } from "./delete-by-rule";
import { readKeptUntil, readRetention, tryRule } from "./read-retention";
import { findSessionKept } from "./session-store";
import { openRules } from "./testing/rules";

let world: World;
let deletions: Awaited<ReturnType<typeof openDeletions>>;
let rules: ReturnType<typeof openRules>;
let { held, lifted } = {} as ReturnType<typeof openHolds>;
let protection: Protection;
let ruleId: string;

/** A session of the class with the rule, that ended so many days ago. */
async function past(days: number, given: Parameters<typeof deletions.recorded>[0] = {}): Promise<SessionId> {
  const sessionId = await deletions.recorded({ ...given, daysAgo: days });
  await rules.ended(sessionId, days);
  return sessionId;
}

const rows = (sessionId: string) => countRows(owning(), ["recording_ranges", "recordings"], sessionId);
const GONE = { recording_ranges: 0, recordings: 0 };
const KEPT = { recording_ranges: 30, recordings: 1 };

/** A round of jobs, twice, with its seals. */
const rounds = (count = 3) =>
  deletions.as("jobs", async () => {
    for (let round = 0; round < count; round += 1) {
      await sealDue();
      await deleteByRule(jobs, never);
      await deleteRecordings(jobs, never);
    }
    await sealDue();
  });

/** What is dated back by these tests is sealed behind what is newer, which is a fault that they make themselves. */
const faults = async () => (await faultsOfKeeping()).filter((fault) => !fault.startsWith("chain misdated"));

beforeAll(async () => {
  world = await openWorld();
  deletions = await openDeletions(world);
  rules = openRules(world);
  ({ held, lifted } = openHolds(world));
  const sessionId = await deletions.recorded({ ranges: 1 });
  protection = (await findSessionKept(reading(), sessionId))?.protection ?? "production";
  ruleId = await rules.ruled(protection, 30);
  await rules.aged(ruleId, 8);
}, 120_000);
afterAll(() => world.close());

describe("a rule of retention", () => {
  it("deletes what ended long enough ago, and leaves a tombstone that names it", async () => {
    const { cleo, dov, fay } = world.people;
    const sessionId = await past(31);
    const young = await past(29, { isMade: false });
    const unreviewed = await past(31, { isReviewed: false, isMade: false });
    const onHold = await past(31, { isMade: false });
    await held(onHold);
    const unknown = await past(31, { isMade: false });
    await world.owner(`update sessions set protection = null where id = '${unknown}'`);
    await world.owner(`update recordings set protection = null where session_id = '${unknown}'`);
    const other = await past(31, { isMade: false });
    const otherClass = protection === "production" ? "staging" : "production";
    for (const table of ["sessions", "recordings"])
      await world.owner(
        `update ${table} set protection = '${otherClass}' where ${table === "sessions" ? "id" : "session_id"} = '${other}'`,
      );
    // Nobody has counted their bytes yet.
    expect(await tryRule(cleo, { protection, days: 30 })).toMatchObject({
      ...{ now: { recordings: 1, bytes: 0 }, uncounted: 5 },
    });
    await rounds(1);
    expect(await tryRule(cleo, { protection, days: 30 })).toMatchObject({
      ...{ held: { recordings: 1, bytes: 60_000 }, unreviewed: { recordings: 1 }, isCut: false },
      // The young one, and the one by which the class was found out.
      soon: { recordings: 2, bytes: 62_000 },
    });
    await rounds();
    expect(await rows(sessionId)).toEqual(GONE);
    for (const kept of [young, unreviewed, onHold, unknown, other]) expect(await rows(kept)).toEqual(KEPT);
    expect(await readDeletion(cleo, sessionId)).toMatchObject({
      deletion: {
        ...{ state: "deleted", askedBy: { id: dov.id }, confirmedBy: { id: fay.id }, bytes: 60_000 },
        rule: { protection, version: 1, days: 30 },
      },
    });
    const facts = { ruleId, ranges: 30, bytes: 60_000, askedById: dov.id, confirmedById: fay.id };
    expect(
      (await eventsOf({ sessionId })).filter(({ code }) => code.startsWith("recording.del")),
    ).toMatchObject([
      {
        code: "recording.deletion-begun",
        actorId: "jobs",
        data: { ...facts, protection, version: 1, days: 30 },
      },
      { code: "recording.deleted", actorId: "jobs", data: facts },
    ]);
    expect((await readRetention(cleo)).lately).toMatchObject([{ sessionId, version: 1, bytes: 60_000 }]);
    expect(await faults()).toEqual([]);

    expect(await readKeptUntil(cleo, young)).toMatchObject({ kind: "until", days: 30 });
    expect(await readKeptUntil(cleo, unreviewed)).toMatchObject({ kind: "until-reviewed" });
    expect(await readKeptUntil(cleo, unknown)).toEqual({ kind: "without-end", isClassKnown: false });
    expect(await readKeptUntil(cleo, other)).toEqual({ kind: "without-end", isClassKnown: true });
    expect(await readKeptUntil(cleo, sessionId)).toBeNull();
  }, 180_000);

  it("deletes once where two processes are at it, and goes on where one was killed", async () => {
    const sessionId = await past(40, { ranges: 30 });
    const second = await past(40, { isMade: false });
    await deletions.as("jobs", async () => {
      await sealDue();
      await Promise.all([deleteByRule(jobs, never), deleteByRule(jobs, never)]);
      await sealDue();
      // Each step commits by itself: killed after the first, after the second, …
      for (const stop of [1, 2, 4, 6]) {
        let steps = 0;
        await deleteRecordings(jobs, () => {
          steps += 1;
          return steps > stop;
        });
        expect(await faults()).toEqual([]);
      }
      await Promise.all([deleteRecordings(jobs, never), deleteRecordings(jobs, never)]);
    });
    await rounds(1);
    for (const gone of [sessionId, second]) {
      expect(await rows(gone)).toEqual(GONE);
      const codes = (await eventsOf({ sessionId: gone })).map(({ code }) => code);
      expect(codes.filter((code) => code.startsWith("recording.delet"))).toEqual([
        "recording.deletion-begun",
        "recording.deleted",
      ]);
    }
    expect(await faults()).toEqual([]);
  });

  it("stops at a hold that is placed while it deletes, and goes on when two people lifted it", async () => {
    const sessionId = await past(40);
    await deletions.as("jobs", async () => {
      await sealDue();
      await deleteByRule(jobs, never);
      await sealDue();
    });
    const holdId = await held(sessionId);
    await rounds();
    expect(await rows(sessionId)).toEqual(KEPT);
    await lifted(holdId);
    await rounds();
    expect(await rows(sessionId)).toEqual(GONE);
    expect(await faults()).toEqual([]);
  });

  it("holds up no other where one fails, and says so", async () => {
    const [bad, good] = [await past(60, { isMade: false }), await past(50, { isMade: false })];
    await world.owner(`create function refuse_one() returns trigger language plpgsql as $$ begin
      if new.session_id = '${bad}' then raise exception 'not this one'; end if; return new; end $$`);
    await world.owner(
      "create trigger refuse_one before insert on recording_deletions for each row execute function refuse_one()",
    );
    await deletions.as("jobs", async () => {
      await sealDue();
      await expect(deleteByRule(jobs, never)).rejects.toThrow("not this one");
    });
    await world.owner("drop trigger refuse_one on recording_deletions");
    expect(await countRows(owning(), ["recording_deletions"], good)).toEqual({ recording_deletions: 1 });
    await rounds();
    for (const gone of [bad, good]) expect(await rows(gone)).toEqual(GONE);
  });

  it("does not wait behind what is on hold or unreviewed, however much there is of it", async () => {
    // Older than all else, so they stand in front.
    const first = await past(60, { ranges: 1, isReviewed: false, isMade: false });
    await world.owner(`
      insert into sessions select (jsonb_populate_record(s, jsonb_build_object('id', 'ses_' || lpad(n::text, 26, '0'),
        'aws_session_id', null))).* from sessions s, generate_series(1, 600) n where s.id = '${first}';
      insert into recordings (session_id, started_at)
        select id, now() - interval '61 days' from sessions where id like 'ses_000%'`);
    const sessionId = await past(40);
    await rounds(4);
    expect(await rows(sessionId)).toEqual(GONE);
    await world.owner("delete from recordings where session_id like 'ses_000%'");
  });
});

describe("the database, of a deletion by rule,", () => {
  const refused =
    /permission denied|no rule that is in force|cannot go|append-only|does not begin|may delete nothing/;
  const begin = (sessionId: string) =>
    `do $$ begin if not halligan_delete_by_rule('${sessionId}', '${newId("deletion")}') then raise exception 'not due'; end if; end $$`;

  it("lets jobs begin none whose time is not over, that is not reviewed, on hold, open or of another class", async () => {
    const young = await past(29, { isMade: false });
    const unreviewed = await past(31, { isReviewed: false, isMade: false });
    const onHold = await past(31, { isMade: false });
    await held(onHold);
    const noEvent = await deletions.recorded();
    await world.owner(`update sessions set ended_at = now() - interval '90 days' where id = '${noEvent}'`);
    const forged = await past(31, { isMade: false });
    // Whoever can write sessions says that it ended long ago; the audit knows better.
    await rules.ended(forged, 3);
    const unsealed = await past(31, { isMade: false });
    await deletions.as("jobs", async () => void (await sealDue()));
    await world.owner(
      `insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
       values ('${newId("auditEvent")}', 'recording.replayed', 'done', 'person', '${world.people.cleo.id}', '${unsealed}', '{}')`,
    );
    for (const sessionId of [young, unreviewed, onHold, noEvent, forged, unsealed, newId("session")])
      expect.soft([sessionId, await tryAs("jobs", begin(sessionId))]).toEqual([sessionId, "not due"]);
    await deletions.as("jobs", async () => void (await sealDue()));
    expect(await tryAs("jobs", begin(unsealed))).toBe("done");
  });

  it("lets each login and the owner make no deletion by rule themselves", async () => {
    const sessionId = await past(29, { isMade: false });
    await deletions.as("jobs", async () => void (await sealDue()));
    const { dov, fay } = world.people;
    const insert = `insert into recording_deletions (id, session_id, state, reason, asked_by_id, confirmed_by_id,
      confirmed_at, begun_at, ranges, bytes, rule_id) values ('${newId("deletion")}', '${sessionId}', 'deleting', 'x',
      '${dov.id}', '${fay.id}', now(), now(), 1, 1, '${ruleId}')`;
    for (const login of ["web", "gateway", "jobs", "owner"] as const) {
      expect.soft([login, await tryAs(login, insert)]).toEqual([login, expect.stringMatching(refused)]);
      if (login !== "jobs" && login !== "owner")
        expect
          .soft([login, await tryAs(login, begin(sessionId))])
          .toEqual([login, expect.stringMatching(refused)]);
    }
    expect(await tryAs("owner", begin(sessionId))).toBe("not due");
    expect(await tryAs("owner", `delete from recording_ranges where session_id = '${sessionId}'`)).toMatch(
      refused,
    );
  });

  it("lets nobody change, shorten or hasten a rule, and nobody confirm one alone", async () => {
    const { dov, fay } = world.people;
    const id = await rules.proposed(protection, 35);
    const set = (what: string) => `update retention_rules set ${what} where id = '${id}'`;
    const insert = `insert into retention_rules (id, protection, days, state, reason, asked_by_id) values ('x', 'staging', 30, 'confirmed', 'x', '${dov.id}')`;
    for (const login of ["web", "gateway", "jobs", "owner"] as const)
      for (const statement of [
        ...[
          set("days = 31"),
          set("asked_by_id = confirmed_by_id"),
          set("effective_at = now()"),
          set("version = 9"),
        ],
        ...[insert, `delete from retention_rules where id = '${id}'`, "truncate retention_rules cascade"],
        set("state = 'superseded', closed_at = now()"),
      ])
        expect
          .soft([login, statement, await tryAs(login, statement)])
          .toEqual([
            login,
            statement,
            expect.stringMatching(
              /permission denied|cannot go|append-only|does not begin|violates|must be owner/,
            ),
          ]);
    expect(await tryAs("web", set(`state = 'confirmed', confirmed_by_id = '${dov.id}'`))).toMatch(
      /two_people/,
    );
    expect(
      await tryAs(
        "owner",
        `insert into retention_rules (id, protection, days, reason, asked_by_id) values ('x', '${protection === "staging" ? "production" : "staging"}', 29, 'x', '${dov.id}')`,
      ),
    ).toMatch(/retention_rules_days/);
    // Web's login can say that the other agreed; the database says from when it applies, and deletes nothing without
    // the events of both.
    expect(await tryAs("web", set(`state = 'confirmed', confirmed_by_id = '${fay.id}'`))).toBe("done");
    const at = await databaseNow(reading());
    const [{ inForce, upcoming }] = (await readRetention(fay)).classes.filter(
      (one) => one.protection === protection,
    ) as [Awaited<ReturnType<typeof readRetention>>["classes"][number]];
    // Longer than the thirty days in force: at once.
    expect([upcoming, inForce?.id, (inForce?.effectiveAt ?? at) <= at]).toEqual([null, id, true]);
    const sessionId = await past(40, { isMade: false });
    await rounds();
    expect(await rows(sessionId)).toEqual(KEPT);
  });
});
