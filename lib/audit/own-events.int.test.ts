import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newConnection } from "@/lib/db/connection/connect";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { sealBatch } from "./sealing/seal-batch";
import { verifyAudit } from "./verify/verify-audit";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const DENIED = "42501";

describe("the database takes from each login only what is its own to say", () => {
  const EVENT = "insert into audit_events (id, code, outcome, actor_kind, actor_id, data)";
  let ana: string;

  beforeAll(async () => {
    ana = "per_ana";
    await database.asSuperuser(async (client) => {
      for (const [id, disabledAt] of [
        [ana, null],
        ["per_gone", "2026-03-14T09:26:53Z"],
      ])
        await client.query(
          `insert into people (id, issuer, subject, name, groups, roles, groups_read_at, disabled_at)
           values ($1, 'test', $1, $1, '{}', '{}', now(), $2)`,
          [id, disabledAt],
        );
    });
  });

  async function write(
    login: "web" | "gateway" | "jobs",
    [code, outcome, kind, actor]: readonly [string, string, string, string | null],
    before = "",
  ): Promise<string> {
    const client = newConnection(database.urls[login]);
    await client.connect();
    try {
      if (before) await client.query(before);
      const id = `aud_${Math.random().toString(36).slice(2)}`;
      await client.query(`${EVENT} values ($1, $2, $3, $4, $5, '{}')`, [id, code, outcome, kind, actor]);
      return id;
    } finally {
      await client.end();
    }
  }

  it.each([
    ["web", ["request.created", "done", "person", "per_ana"]],
    ["web", ["request.approved", "done", "system", "web"]],
    ["web", ["request.created", "refused", "person", "per_gone"]],
    ["web", ["sign-in.ended", "done", "person", "per_gone"]],
    ["gateway", ["session.attached", "done", "person", "per_ana"]],
    ["gateway", ["session.opened", "done", "system", "gateway"]],
    ["jobs", ["node.found", "done", "system", "jobs"]],
  ] as const)("%s may write %j", async (login, event) => {
    const id = await write(login, event);
    const { rows } = await database.asSuperuser((client) =>
      client.query("select from audit_pending where event_id = $1", [id]),
    );
    expect(rows).toHaveLength(1);
  });

  it.each([
    ["web", ["session.opened", "done", "system", "gateway"], "another process's kind in its name"],
    ["web", ["session.opened", "done", "system", "web"], "another process's kind in its own"],
    ["web", ["request.approved", "done", "system", "jobs"], "its kind in another process's name"],
    ["web", ["request.created", "done", "system", "web"], "a person's kind as itself"],
    ["web", ["request.created", "done", "person", "per_nobody"], "for a person who isn't there"],
    ["web", ["request.created", "done", "person", "per_gone"], "for a disabled person"],
    ["web", ["request.created", "done", "person", null], "for no person"],
    ["web", ["request.created", "done", "anonymous", null], "for nobody we know"],
    ["web", ["request.invented", "done", "person", "per_ana"], "a kind that there is not"],
    ["gateway", ["request.approved", "done", "person", "per_ana"], "an approval"],
    ["gateway", ["review.closed", "done", "person", "per_ana"], "a review"],
    ["gateway", ["person.roles-changed", "done", "person", "per_ana"], "another's groups"],
    ["gateway", ["person.groups-confirmed", "refused", "person", "per_ana"], "what the provider answered"],
    ["gateway", ["sign-in.ended", "done", "person", "per_ana"], "the end of a sign-in"],
    ["gateway", ["node.found", "done", "system", "jobs"], "inventory"],
    ["jobs", ["session.attached", "done", "person", "per_ana"], "what a person does"],
    ["jobs", ["session.opened", "done", "system", "gateway"], "an opening"],
  ] as const)("%s may not write %j: %s", async (login, event, _what) => {
    await expect(write(login, event)).rejects.toMatchObject({ code: DENIED });
    // The group that the login is in does not make it another's.
    await expect(write(login, event, `set role halligan_${login}`)).rejects.toMatchObject({ code: DENIED });
  });

  it.each(["web", "gateway", "jobs"] as const)("%s can't say when", async (login) => {
    const client = newConnection(database.urls[login]);
    await client.connect();
    const [code, name] = {
      web: ["grant.issued", "web"],
      gateway: ["session.opened", "gateway"],
      jobs: ["node.found", "jobs"],
    }[login] as [string, string];
    try {
      const { rows } = await client.query(
        `insert into audit_events (id, at, code, outcome, actor_kind, actor_id, data)
         values ($1, now() - interval '1 hour', $2, 'done', 'system', $3, '{}')
         returning clock_timestamp() - at < interval '1 minute' as now`,
        [`aud_when_${login}`, code, name],
      );
      expect(rows).toEqual([{ now: true }]);
    } finally {
      await client.end();
    }
  });

  it.each(["web", "gateway", "jobs"] as const)(
    "%s can't write notes for the sealer, nor kinds",
    async (login) => {
      const client = newConnection(database.urls[login]);
      await client.connect();
      try {
        for (const statement of [
          "insert into audit_pending (event_id) values ('aud_none')",
          "insert into audit_kinds values ('web', 'person', 'x')",
          "update audit_kinds set process = 'web'",
          "delete from audit_kinds",
          "create or replace function accept_audit_event() returns trigger language plpgsql as $$ begin return new; end $$",
          "alter table audit_events disable trigger accept_event",
        ])
          await expect(client.query(statement)).rejects.toMatchObject({ code: DENIED });
      } finally {
        await client.end();
      }
    },
  );

  it("a note without an event is refused to everybody whose triggers run", async () => {
    await expect(
      database.asSuperuser((client) =>
        client.query("insert into audit_pending (event_id) values ('aud_none')"),
      ),
    ).rejects.toMatchObject({ code: "23503" });
  });

  it("whatever the logins wrote, the chain holds", async () => {
    await write("web", ["node.starred", "done", "person", ana]);
    await database.as("jobs");
    while ((await sealBatch()).isFull);
    const { faults } = await verifyAudit(database.urls.jobs);
    expect(faults.filter(({ step }) => step === "chain")).toEqual([]);
  });
});
