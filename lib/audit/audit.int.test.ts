import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { newConnection } from "@/lib/db/connection/connect";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { appendEvent, audited } from "./append-event";
import { sealBatch } from "./sealing/seal-batch";
import { verifyAudit } from "./verify/verify-audit";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Each test starts from three sealed events and two more in a batch after them. */
beforeEach(async () => {
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("truncate audit_events, audit_pending, audit_batches, audit_links");
  });
  await database.as("jobs");
  await append(3);
  expect(await sealBatch()).toMatchObject({ events: 3 });
  await append(2);
  expect(await sealBatch()).toMatchObject({ events: 2 });
});

async function append(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await inTransaction((tx) =>
      appendEvent(tx, {
        code: "node.found",
        actor: jobs,
        subject: { nodeId: `i-${index}` },
        data: { index },
      }),
    );
}

async function verify(anchor?: { number: number; hash: string }) {
  const { faults, chain } = await verifyAudit(database.urls.jobs, { anchor });
  return { ...chain, faults: faults.map(({ code, item }) => `${code} ${item}`) };
}

/** What somebody with the server in their hands does: no trigger stops them. */
function tamper(statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  return database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    return client.query(statement, values);
  });
}

async function idAt(batch: number, position: number): Promise<string> {
  const { rows } = await tamper(
    "select event_id as id from audit_links where batch_number = $1 and position = $2",
    [batch, position],
  );
  return String(rows[0]?.id);
}

describe("sealing", () => {
  it("chains what was written, and the verifier agrees", async () => {
    expect(await verify()).toMatchObject({
      faults: [],
      batches: 2,
      events: 5,
      unsealed: 0,
      head: { number: 2 },
    });
  });

  it("finds nothing to do when nothing was written", async () => {
    expect(await sealBatch()).toMatchObject({ events: 0 });
    expect(await verify()).toMatchObject({ batches: 2 });
  });

  it("is done once, however many processes try", async () => {
    await append(20);
    const sealed = await Promise.all(Array.from({ length: 5 }, () => sealBatch()));
    expect(sealed.reduce((sum, { events }) => sum + events, 0)).toBe(20);
    expect(await verify()).toMatchObject({ faults: [], events: 25 });
  });

  it("keeps what a refusal was, though the change rolled back", async () => {
    const attempt = { code: "node.found", actor: jobs } as const;
    await expect(
      audited(attempt, async () => ({ ok: false, code: "ROLE_MISSING", params: { roles: ["engineer"] } })),
    ).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await sealBatch();
    const { rows } = await tamper("select outcome, data from audit_events where outcome = 'refused'");
    expect(rows).toEqual([{ outcome: "refused", data: { error: "ROLE_MISSING", roles: ["engineer"] } }]);
    expect(await verify()).toMatchObject({ faults: [], events: 6 });
  });

  it("takes hostile strings as they come", async () => {
    const data = { name: 'a\u0000b \ud800 "\\\u2028 日本', deep: [{ "k\u0000": "\u0000" }] };
    await inTransaction((tx) => appendEvent(tx, { code: "node.found", actor: jobs, data }));
    await sealBatch();
    expect(await verify()).toMatchObject({ faults: [], events: 6 });
  });
});

describe("what was done to the audit is named", () => {
  it("an altered event", async () => {
    const id = await idAt(1, 1);
    await tamper("update audit_events set data = '{\"index\": 7}' where id = $1", [id]);
    expect(await verify()).toMatchObject({ faults: [`altered ${id}`] });
  });

  it("an event whose time was moved by a microsecond", async () => {
    const id = await idAt(2, 0);
    await tamper("update audit_events set at = at + interval '1 microsecond' where id = $1", [id]);
    expect(await verify()).toMatchObject({ faults: [`altered ${id}`] });
  });

  it("a removed event, with and without its link", async () => {
    const id = await idAt(1, 2);
    await tamper("delete from audit_events where id = $1", [id]);
    expect(await verify()).toMatchObject({ faults: [`removed ${id}`] });
    await tamper("delete from audit_links where event_id = $1", [id]);
    expect(await verify()).toMatchObject({ faults: ["removed batch 1, position 2", "chain-broken batch 1"] });
  });

  it("an inserted event", async () => {
    await tamper(
      `insert into audit_events (id, code, outcome, actor_kind, data)
       values ('aud_forged', 'node.found', 'done', 'system', '{}')`,
    );
    expect(await verify()).toMatchObject({ faults: ["not-pending aud_forged"] });
  });

  it("events that changed places", async () => {
    const [one, other] = [await idAt(1, 0), await idAt(1, 1)];
    await tamper("update audit_links set position = 100 where event_id = $1", [one]);
    await tamper("update audit_links set position = 0 where event_id = $1", [other]);
    await tamper("update audit_links set position = 1 where event_id = $1", [one]);
    expect(await verify()).toMatchObject({ faults: [`reordered ${one}`, "chain-broken batch 1"] });
  });

  it("a batch cut off with all it held, by a hash that was kept elsewhere", async () => {
    const before = await verify();
    await tamper(
      "delete from audit_events where id in (select event_id from audit_links where batch_number = 2)",
    );
    await tamper("delete from audit_links where batch_number = 2");
    await tamper("delete from audit_batches where number = 2");
    expect(await verify()).toMatchObject({ faults: [], batches: 1 });
    expect(await verify(before.head)).toMatchObject({ faults: ["removed batch 2"] });
  });

  it("an event that nobody sealed within ten seconds", async () => {
    await append(1);
    expect(await verify()).toMatchObject({ faults: [], unsealed: 1 });
    await tamper(
      "update audit_events set at = at - interval '11 seconds' where id in (select event_id from audit_pending)",
    );
    expect(await verify()).toMatchObject({ faults: [expect.stringMatching("^unsealed aud_")] });
  });

  it("triggers that were switched off", async () => {
    expect((await verify()).faults).toEqual([]);
    await tamper("alter table audit_links disable trigger append_only_rows");
    expect((await verify()).faults).toEqual([
      "unguarded audit_links.append_only_rows",
      "unguarded audit_links",
    ]);
    await tamper("alter table audit_links enable trigger append_only_rows");
  });
});

/** PostgreSQL: insufficient_privilege. Triggers answer with it too. */
const DENIED = "42501";

describe.each(["web", "gateway", "jobs"] as const)("the %s process's login", (login) => {
  async function attempt(statement: string): Promise<unknown> {
    const client = newConnection(database.urls[login]);
    await client.connect();
    try {
      return await client.query(statement);
    } finally {
      await client.end();
    }
  }

  const tables = [
    ["audit_events", "code"],
    ["audit_batches", "hash"],
    ["audit_links", "event_hash"],
  ];
  const statements = tables.flatMap(([table, column]) => [
    `update ${table} set ${column} = 'x'`,
    `delete from ${table}`,
    `truncate ${table}`,
    `alter table ${table} disable trigger all`,
    `drop trigger append_only_rows on ${table}`,
    `drop table ${table}`,
    `alter table ${table} owner to current_user`,
  ]);

  it.each([
    ...statements,
    "set session_replication_role = replica",
    "create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$",
    "set role halligan_owner",
  ])("may not: %s", async (statement) => {
    await expect(attempt(statement)).rejects.toMatchObject({ code: DENIED });
  });
});

it.each(["audit_events", "audit_batches", "audit_links"])(
  "even the owner of %s is stopped by its triggers",
  async (table) => {
    const client = newConnection(database.urls.owner);
    await client.connect();
    try {
      await expect(client.query(`delete from ${table}`)).rejects.toMatchObject({ code: DENIED });
      await expect(client.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: DENIED });
    } finally {
      await client.end();
    }
  },
);
