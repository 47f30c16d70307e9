import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";
import { readJson, stateRoot } from "../checkout/state-folder.mjs";
import { migrate, readMigrations } from "../migrate.mjs";
import { startPostgres, stopPostgres } from "./embedded-postgres.mjs";
import { createTestDatabase } from "./test-database.mjs";

let parent = "";
let folder = "";
/** The run's own copy of the programs: unpacking them again would only take time. */
const programs = join(stateRoot(), "programs");

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "halligan-postgres-"));
  chmodSync(parent, 0o711);
});
beforeEach(() => {
  folder = join(parent, Math.random().toString(36).slice(2));
});
afterEach(() => stopPostgres(folder));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

it("makes a server on loopback with a password, and keeps data and port over a restart", async () => {
  const first = await startPostgres({ folder, programs, isThrowAway: true });
  await query(first.url("postgres"), "CREATE TABLE kept AS SELECT 1 AS x");
  const settings = await query(
    first.url("postgres"),
    "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'synchronous_commit') ORDER BY name",
  );
  expect(settings.map((row) => row.setting)).toEqual(["on", "127.0.0.1", "on"]);
  await expect(query(first.url("postgres", "postgres", "wrong"), "SELECT 1")).rejects.toThrow(/password/);
  await first.stop();

  const second = await startPostgres({ folder, programs });
  expect(second).toMatchObject({ isNew: false, wasRunning: false, port: first.port });
  expect(await query(second.url("postgres"), "SELECT x FROM kept")).toEqual([{ x: 1 }]);
});

it("takes over the server that a launcher killed with -9 has left", async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(inCheckout("tools", "database", "embedded-postgres.mjs"))};
    await startPostgres(${JSON.stringify({ folder, programs, isThrowAway: true })});
    process.kill(process.pid, "SIGKILL");`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(signal).toBe("SIGKILL");
  const server = await startPostgres({ folder, programs });
  expect(server).toMatchObject({ isNew: false, wasRunning: true });
  expect(await query(server.url("postgres"), "SELECT 1 AS x")).toEqual([{ x: 1 }]);
});

it("is not fooled by a pid file that names a process of somebody else", async () => {
  const server = await startPostgres({ folder, programs, isThrowAway: true });
  await server.stop();
  writeFileSync(
    join(folder, "data", "postmaster.pid"),
    `${process.pid}\n${folder}/data\n1\n${server.port}\n\n127.0.0.1\n\nready\n`,
  );
  expect(await startPostgres({ folder, programs })).toMatchObject({ wasRunning: false });
});

it("says what to do about a broken data folder", async () => {
  const server = await startPostgres({ folder, programs, isThrowAway: true });
  await server.stop();
  rmSync(join(folder, "data", "global", "pg_control"));
  await expect(startPostgres({ folder, programs })).rejects.toThrow(
    /does not start; npm run demo -- --reset starts over/,
  );
  rmSync(join(folder, "data", "PG_VERSION"));
  await expect(startPostgres({ folder, programs })).rejects.toThrow(
    /is incomplete; npm run demo -- --reset starts over/,
  );
  writeFileSync(join(folder, "data", "PG_VERSION"), "16\n");
  await expect(startPostgres({ folder, programs })).rejects.toThrow(
    /was made by PostgreSQL 16 and this is 18/,
  );
  expect(readJson(join(folder, "server.json"))).toEqual({ port: server.port });
});

it("applies migrations once, each as a whole, and refuses a changed or unknown history", async () => {
  const { urls, drop } = await createTestDatabase();
  try {
    const { url } = { url: urls.owner };
    expect(await migrate({ url })).toEqual({ applied: [] });
    const known = readMigrations(inCheckout("prisma", "migrations"));
    const rows = await query(
      url,
      "SELECT migration_name, checksum FROM _prisma_migrations ORDER BY migration_name",
    );
    expect(rows).toEqual(known.map(({ name, checksum }) => ({ migration_name: name, checksum })));

    const own = join(parent, "prisma");
    await writeMigrations(own, {
      "1_first": "CREATE TABLE a (x int);",
      "2_broken": "CREATE TABLE b (x int); SELECT nonsense;",
    });
    await query(url, "TRUNCATE _prisma_migrations");
    await expect(migrate({ url, folder: own })).rejects.toThrow(
      /Migration 2_broken failed and changed nothing: .*nonsense/,
    );
    expect(
      await query(url, "SELECT to_regclass('a') IS NOT NULL AS a, to_regclass('b') IS NULL AS b"),
    ).toEqual([{ a: true, b: true }]);

    await writeMigrations(own, { "1_first": "CREATE TABLE a (x bigint);" });
    await expect(migrate({ url, folder: own })).rejects.toThrow(/1_first was changed after it was applied/);
    await writeMigrations(own, {});
    await expect(migrate({ url, folder: own })).rejects.toThrow(/which this version does not know/);
    await writeMigrations(own, { "0_late": "SELECT 1;", "1_first": "CREATE TABLE a (x int);" });
    await expect(migrate({ url, folder: own })).rejects.toThrow(/0_late is older than 1_first/);
  } finally {
    await drop();
  }
});

it("migrates with a login that may not create in the database, and says what an administrator must do first", async () => {
  const server = await startPostgres({ folder: join(parent, "restricted"), programs, isThrowAway: true });
  const admin = (sql: string, database = "portal") => query(server.url(database), sql);
  try {
    for (const name of ["halligan_web", "halligan_gateway", "halligan_jobs"])
      await admin(`CREATE ROLE ${name}`, "postgres");
    await admin("CREATE ROLE keeper LOGIN PASSWORD 'keeper'", "postgres");
    await admin("CREATE DATABASE portal", "postgres");
    const url = server.url("portal", "keeper", "keeper");
    await expect(migrate({ url })).rejects.toThrow(
      /login keeper lacks rights on the database portal.*GRANT CREATE ON SCHEMA public TO "keeper"; CREATE EXTENSION pg_trgm; CREATE SCHEMA graphile_worker AUTHORIZATION "keeper"/,
    );
    await admin('GRANT CREATE ON SCHEMA public TO "keeper"');
    await admin("CREATE EXTENSION pg_trgm");
    await expect(migrate({ url })).rejects.toThrow(
      /once: CREATE SCHEMA graphile_worker AUTHORIZATION "keeper"\./,
    );
    await admin("CREATE SCHEMA graphile_worker AUTHORIZATION keeper");
    const known = readMigrations(inCheckout("prisma", "migrations")).map(({ name }) => name);
    expect(await migrate({ url })).toEqual({ applied: known });
    expect(await migrate({ url })).toEqual({ applied: [] });
    expect(await query(url, "SELECT count(*) > 10 AS whole FROM graphile_worker.migrations")).toEqual([
      { whole: true },
    ]);
  } finally {
    await server.stop();
  }
});

async function writeMigrations(own: string, files: Record<string, string>): Promise<void> {
  const { mkdirSync } = await import("node:fs");
  rmSync(own, { recursive: true, force: true });
  mkdirSync(join(own, "migrations"), { recursive: true });
  for (const [name, sql] of Object.entries(files)) {
    mkdirSync(join(own, "migrations", name));
    writeFileSync(join(own, "migrations", name, "migration.sql"), sql);
  }
}
