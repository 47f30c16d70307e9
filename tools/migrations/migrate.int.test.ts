import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";
import { runTool } from "../command/child-process.mjs";
import { toolEnvironment } from "../command/environment.mjs";
import { createTestDatabase } from "../database/test-database.mjs";
import { migrate } from "../migrate.mjs";

const OUTSIDE = "-- outside-transaction\n";
const TABLE = "CREATE TABLE t (id int PRIMARY KEY, x text)";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder = "";
let url = "";
const clients: pg.Client[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  url = database.urls.owner;
  folder = mkdtempSync(join(tmpdir(), "halligan-migrate-"));
  // Of its own history: these migrations are not the portal's.
  await query("TRUNCATE _prisma_migrations");
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function connect(application_name?: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name });
  await client.connect();
  clients.push(client);
  return client;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect();
  return (await client.query(sql)).rows;
}

function write(files: Record<string, string>): void {
  for (const [name, sql] of Object.entries(files)) {
    mkdirSync(join(folder, "migrations", name), { recursive: true });
    writeFileSync(join(folder, "migrations", name, "migration.sql"), sql);
  }
}

const names = async () =>
  (await query("SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1")).map(({ name }) => name);

it("lets others pass while it waits for a lock, gives up after its patience, and says who holds it", async () => {
  write({ "1_table": TABLE });
  await migrate({ url, folder });
  write({ "2_column": "-- why\nALTER TABLE t ADD COLUMN y text;" });
  const holder = await connect("nightly-report");
  await holder.query("BEGIN");
  await holder.query("SELECT FROM t");
  const said: string[] = [];
  const giveUp = migrate({ url, folder, patienceMs: 3_000, say: (sentence) => said.push(sentence) });
  const outcome = expect(giveUp).rejects.toThrow(
    /^Migration 2_column gave up after 2 tries in \d s: line 2, ALTER TABLE t ADD COLUMN y text, needs a lock that is held by process \d+ \(login halligan_owner, application nightly-report, 127\.0\.0\.1, idle in transaction, transaction since 2\S+Z, last query at 2\S+Z\)\. Nothing of it is applied\. Wait for it or end it \(SELECT pg_terminate_backend\(\d+\)\), and run npm run migrate again\.$/,
  );
  const reader = await connect();
  let longest = 0;
  let isOver = false;
  void giveUp
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    const startedAt = performance.now();
    await reader.query("SELECT FROM t");
    longest = Math.max(longest, performance.now() - startedAt);
  }
  await outcome;
  // It queued behind us, and no longer than one try.
  expect(longest).toBeGreaterThan(500);
  expect(longest).toBeLessThan(2_500);
  expect(said).toEqual([
    expect.stringMatching(/^Migration 2_column: line 2, .* waits for process \d+ .*; try 2 in 0\.5 s\.$/),
  ]);
  expect(await names()).toEqual(["1_table"]);

  await holder.query("COMMIT");
  expect(await migrate({ url, folder })).toEqual({ applied: ["2_column"] });
});

it("tries again until the lock is free", async () => {
  write({ "1_table": TABLE });
  await migrate({ url, folder });
  write({ "2_column": "ALTER TABLE t ADD COLUMN y text;" });
  const holder = await connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM t");
  const { applied } = await migrate({ url, folder, say: () => void holder.query("COMMIT") });
  expect(applied).toEqual(["2_column"]);
});

it("builds an index beside the portal, and notes the migration as Prisma does", async () => {
  write({
    "1_table": TABLE,
    "2_index": `${OUTSIDE}CREATE INDEX CONCURRENTLY t_x ON t (x);\nALTER TABLE t ALTER COLUMN x SET DEFAULT '';`,
  });
  expect(await migrate({ url, folder })).toEqual({ applied: ["1_table", "2_index"] });
  expect(await query("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 't_x'::regclass")).toEqual([
    { valid: true },
  ]);
  expect(
    await query(`SELECT applied_steps_count AS steps, logs, rolled_back_at AS back, finished_at >= started_at AS finished
      FROM _prisma_migrations WHERE migration_name = '2_index'`),
  ).toEqual([{ steps: 1, logs: "needs nothing", back: null, finished: true }]);
});

it("leaves a history that Prisma's own tools read", async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await database.drop();
  database = await createTestDatabase();
  const env = {
    ...toolEnvironment(),
    DATABASE_URL: database.urls.owner,
    PRISMA_SCHEMA_ENGINE_BINARY: inCheckout("tools", "database", "schema-engine.mjs"),
  };
  const prisma = inCheckout("node_modules", "prisma", "build", "index.js");
  const { code, output } = await runTool(prisma, ["migrate", "status"], { env });
  expect(output).toMatch(/Database schema is up to date!/);
  expect(code).toBe(0);
});

it("notes what a release must know that runs on the schema afterwards", async () => {
  const note = "-- contract: 1_table nothing of that release reads x\n";
  write({ "1_table": TABLE, "2_drop": `${note}ALTER TABLE t DROP COLUMN x;` });
  await migrate({ url, folder });
  expect(await query("SELECT logs FROM _prisma_migrations ORDER BY migration_name")).toEqual([
    { logs: "needs nothing" },
    { logs: "needs 1_table" },
  ]);
});

it("goes on where a migration outside a transaction failed, and leaves no unfinished index", async () => {
  write({ "1_table": `${TABLE}; INSERT INTO t VALUES (1, 'a'), (2, 'a')` });
  await migrate({ url, folder });
  write({
    "2_steps": `${OUTSIDE}ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '') NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT c;
CREATE INDEX CONCURRENTLY t_x ON t (x);
CREATE UNIQUE INDEX CONCURRENTLY t_unique ON t (x);
`,
  });
  await expect(migrate({ url, folder })).rejects.toThrow(
    /^Migration 2_steps failed and stopped half-way: could not create unique index "t_unique" \(Key \(x\)=\(a\) is duplicated\.\) in line 5\.$/,
  );
  const state = `SELECT (SELECT convalidated FROM pg_constraint WHERE conname = 'c') AS checked,
    (SELECT array_agg(indexrelid::regclass::text || ' ' || indisvalid ORDER BY indexrelid::regclass::text) FROM pg_index
     WHERE indrelid = 't'::regclass AND NOT indisprimary) AS indexes`;
  expect(await query(state)).toEqual([{ checked: true, indexes: ["t_x true"] }]);
  expect(await names()).toEqual(["1_table"]);

  await query("DELETE FROM t WHERE id = 2");
  expect(await migrate({ url, folder })).toEqual({ applied: ["2_steps"] });
  expect(await query(state)).toEqual([{ checked: true, indexes: ["t_unique true", "t_x true"] }]);
  expect(await migrate({ url, folder })).toEqual({ applied: [] });
});

it("builds anew what a killed migration left unfinished, and refuses another index of that name", async () => {
  write({ "1_table": `${TABLE}; INSERT INTO t VALUES (1, 'a'), (2, 'a')` });
  await migrate({ url, folder });
  await query("CREATE UNIQUE INDEX CONCURRENTLY t_x ON t (x)").catch(() => {});
  expect(await query("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 't_x'::regclass")).toEqual([
    { valid: false },
  ]);
  write({ "2_index": `${OUTSIDE}CREATE INDEX CONCURRENTLY t_x ON t (x);` });
  expect(await migrate({ url, folder })).toEqual({ applied: ["2_index"] });
  expect(
    await query(
      "SELECT indisvalid AS valid, indisunique AS unique FROM pg_index WHERE indexrelid = 't_x'::regclass",
    ),
  ).toEqual([{ valid: true, unique: false }]);
  write({ "3_other": `${OUTSIDE}CREATE INDEX CONCURRENTLY t_x ON t (id, x);` });
  await expect(migrate({ url, folder })).rejects.toThrow(
    /there is another index t_x already \(CREATE INDEX t_x .*\(x\)\)/,
  );
});

it("waits its turn without standing in the way of an index that is being built", async () => {
  write({ "1_table": TABLE, "2_index": `${OUTSIDE}CREATE INDEX CONCURRENTLY t_x ON t (x);` });
  const [one, other] = await Promise.all([migrate({ url, folder }), migrate({ url, folder })]);
  expect([...one.applied, ...other.applied]).toEqual(["1_table", "2_index"]);
});

/** `npm run migrate -- …` on the portal's own migrations. */
function run(...options: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...toolEnvironment(), MIGRATE_DATABASE_URL: url };
  return runTool(inCheckout("tools", "migrate.mjs"), options, { env });
}

it("says what is applied, what is missing and what differs, by exit codes too, and changes nothing", async () => {
  const missing = await run("--status");
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.output).toMatch(/^Applied: 0\.\nMissing: 20261123000000_spine\.\n/);

  const plan = await run("--dry-run");
  expect(plan.code).toBe(0);
  expect(plan.output).toMatch(
    /^20261123000000_spine \(in one transaction\)\n {2}line 2: CREATE SCHEMA IF NOT EXISTS "public"\n {6}no lock that anybody waits for\n/,
  );
  expect(plan.output).toMatch(
    /UPDATE "grants" SET .*\n {6}ROW EXCLUSIVE on grants: reads and writes go on, while it changes rows\n/,
  );
  expect(plan.output).toMatch(
    /ACCESS EXCLUSIVE on sign_ins: reads and writes wait, while it reads the table\n/,
  );
  expect(plan.output).toMatch(/SHARE on sign_ins: writes wait, while it builds an index\n/);
  expect(plan.output).toMatch(
    /groups_questions is new\n {6}SHARE ROW EXCLUSIVE on sign_ins \(referred to\): writes wait, for a moment\n/,
  );
  expect(await names()).toEqual([]);

  const done = await createTestDatabase();
  url = done.urls.owner;
  try {
    const fine = await run("--status");
    expect(fine).toMatchObject({ code: 0, output: expect.stringMatching(/The database is up to date\.\n$/) });
    await query("UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name LIKE '%_seats'");
    const differs = await run("--status");
    expect(differs).toMatchObject({
      code: 1,
      output: expect.stringMatching(/Differs: Migration \d+_seats was changed after/),
    });
  } finally {
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await done.drop();
  }

  url = url.replace(/:\d+\//, ":1/");
  expect(await run("--status")).toMatchObject({
    code: 2,
    output: expect.stringContaining("cannot be reached"),
  });
  expect(await run("--satus")).toMatchObject({
    code: 1,
    output: expect.stringContaining("Known: --status, --dry-run"),
  });
});
