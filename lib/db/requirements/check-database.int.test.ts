import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { closeDatabase } from "../client";
import { openTestDatabase, type TestDatabase } from "../testing/database";
import { TransactionPooler } from "../testing/transaction-pooler";
import { requireDatabase } from "./check-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.as("web"));

const admin = (sql: string) => database.asSuperuser((client) => client.query(sql));

async function refusal(group: "web" | "gateway" | "jobs" = "web"): Promise<string> {
  return requireDatabase(group).then(
    () => "",
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  );
}

/** A login of its own for each case, in the group of the web process. */
async function withLogin(attributes: string, work: (name: string) => Promise<void>): Promise<void> {
  const name = `case_${Math.random().toString(36).slice(2, 10)}`;
  await admin(`create role ${name} login password 'case' ${attributes} in role halligan_web`);
  try {
    await closeDatabase();
    const url = new URL(database.urls.web);
    url.username = name;
    url.password = "case";
    config().DATABASE_URL = url.href;
    await work(name);
  } finally {
    await closeDatabase();
    await admin(`reassign owned by ${name} to postgres`);
    await admin(`drop owned by ${name}`);
    await admin(`drop role ${name}`);
  }
}

async function withNewerMigration(logs: string | null): Promise<string> {
  const values = logs === null ? "null" : `'${logs}'`;
  await admin(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, logs)
     values ('later', 'x', '20991231000000_later', now(), ${values})`,
  );
  try {
    return await refusal();
  } finally {
    await admin("delete from _prisma_migrations where id = 'later'");
  }
}

describe("a process starts on a database", () => {
  it.each([
    ["only adds", "needs nothing"],
    ["removes what the release before had stopped using", "needs 20261124060000_seats"],
  ])("with a newer migration that %s", async (_name, logs) => {
    expect(await withNewerMigration(logs)).toBe("");
  });

  it.each(["web", "gateway", "jobs"] as const)("that has its schema, with the login of %s", async (group) => {
    await database.as(group);
    expect(await refusal(group)).toBe("");
  });
});

describe("a process does not start", () => {
  it("behind a pooler that lends a session for one transaction", async () => {
    const pooler = await TransactionPooler.start(database.urls.web, 4);
    try {
      await closeDatabase();
      config().DATABASE_URL = pooler.url(database.urls.web);
      expect(await refusal()).toMatch(/CONFIG_INVALID .*PgBouncer in transaction or statement mode/);
    } finally {
      await closeDatabase();
      await pooler.stop();
    }
  });

  it.each([
    ["superuser", /is a superuser/],
    ["bypassrls", /must not have BYPASSRLS/],
    ["createrole", /must not have CREATEROLE/],
    ["createdb", /must not have CREATEDB/],
    ["replication", /must not have REPLICATION/],
  ])("with a login that has %s", async (attribute, said) => {
    await withLogin(attribute, async () => expect(await refusal()).toMatch(said));
  });

  it.each([
    ["owns a table", (name: string) => `alter table audit_events owner to ${name}`, /owns tables/],
    [
      "owns the function of a trigger",
      (name: string) => `alter function refuse_change() owner to ${name}`,
      /owns tables/,
    ],
    [
      "is in the owner's role",
      (name: string) => `grant halligan_owner to ${name}`,
      /is a member of halligan_owner/,
    ],
    [
      "may write everything",
      (name: string) => `grant pg_write_all_data to ${name}`,
      /member of pg_write_all_data/,
    ],
    [
      "may stop triggers",
      (name: string) => `grant set on parameter session_replication_role to ${name}`,
      /may set session_replication_role/,
    ],
    [
      "is in another process's group",
      (name: string) => `grant halligan_jobs to ${name}`,
      /is in halligan_jobs too/,
    ],
  ])("with a login that %s", async (_what, change, said) => {
    await withLogin("", async (name) => {
      const { rows } = await admin(
        "select pg_get_userbyid(relowner) as owner from pg_class where relname = 'people'",
      );
      await admin(change(name));
      try {
        expect(await refusal()).toMatch(said);
      } finally {
        const owner = rows[0].owner as string;
        await admin(`alter table audit_events owner to ${owner}`);
        await admin(`alter function refuse_change() owner to ${owner}`);
      }
    });
  });

  it("with a login that is not in its group", async () => {
    expect(await refusal("gateway")).toMatch(
      /is not in halligan_gateway: GRANT halligan_gateway TO web_login/,
    );
  });

  it("on a database that was never migrated, with the command to run", async () => {
    await admin("alter table _prisma_migrations rename to hidden");
    try {
      expect(await refusal()).toMatch(/it is empty: run npm run migrate/);
    } finally {
      await admin("alter table hidden rename to _prisma_migrations");
    }
  });

  it("on an older database, with the command to run", async () => {
    await admin("update _prisma_migrations set rolled_back_at = now() where migration_name like '%_seats'");
    try {
      expect(await refusal()).toMatch(/lacks migration \d+_seats: run npm run migrate/);
    } finally {
      await admin("update _prisma_migrations set rolled_back_at = null");
    }
    expect(await refusal()).toBe("");
  });

  it.each([
    ["another tool applied", null],
    ["removes what this release may still use", "needs 20991230000000_next"],
  ])("on a database with a newer migration that %s", async (_name, logs) => {
    expect(await withNewerMigration(logs)).toMatch(/has migration 20991231000000_later, which removes what/);
  });
});
