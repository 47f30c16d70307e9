/**
 * `npm run migrate`: brings a database up to the migrations of this checkout. Needs nothing but `pg` and
 * graphile-worker, so it runs where only production packages are installed.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inCheckout } from "./checkout.mjs";
import { Refusal, reportFailure } from "./refusal.mjs";

/** Prisma's own number: neither Prisma's engine nor a second one of us runs beside us. */
const MIGRATION_LOCK = 72_707_369;

/** Prisma's table as Prisma makes it, so that its tools read our history and go on with it. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies group roles, the migrations that are missing, the job queue's own migrations, the grants and who may write
 * which audit event.
 * @param {object} options
 * @param {string} options.url of a login that may create tables and, the first time, roles
 * @param {string} [options.folder] holds roles.sql, migrations/, grants.sql and audit-kinds.sql
 * @returns {Promise<{ applied: string[] }>} names of the migrations applied now
 */
export async function migrate({ url, folder = inCheckout("prisma") }) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, application_name: "halligan-migrate" });
  try {
    await client.connect();
  } catch (error) {
    throw new Refusal(`The database cannot be reached for migration: ${error.message || error.code}.`, {
      cause: error,
    });
  }
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await runFile(client, join(folder, "roles.sql"));
    await refuseMissingRights(client);
    const applied = await applyMissing(client, readMigrations(join(folder, "migrations")));
    await migrateQueue(client, url);
    await runFile(client, join(folder, "grants.sql"));
    await runFile(client, join(folder, "audit-kinds.sql"));
    return { applied };
  } finally {
    await client.end();
  }
}

/**
 * @param {string} folder
 * @returns {{ name: string, sql: string, checksum: string }[]} in the order in which they are applied
 */
export function readMigrations(folder) {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function applyMissing(client, migrations) {
  await client.query("SET client_min_messages = warning");
  await client.query(HISTORY_TABLE);
  const { rows } = await client.query(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at",
  );
  refuseChangedHistory(rows, migrations);
  const done = new Set(rows.map((row) => row.migration_name));
  const applied = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    await apply(client, migration);
    applied.push(migration.name);
  }
  return applied;
}

/** What was applied must lie here unchanged, without gaps before it: otherwise nobody knows what the schema is. */
function refuseChangedHistory(rows, migrations) {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at: finishedAt } of rows) {
    const migration = byName.get(name);
    if (!migration)
      throw new Refusal(
        `The database has migration ${name}, which this version does not know; deploy a newer version.`,
      );
    if (!finishedAt)
      throw new Refusal(`Migration ${name} was begun by another tool and never finished; resolve it first.`);
    if (migration.checksum !== checksum)
      throw new Refusal(`Migration ${name} was changed after it was applied; restore it and add a new one.`);
  }
  const last = rows
    .map((row) => row.migration_name)
    .sort()
    .at(-1);
  const names = new Set(rows.map((row) => row.migration_name));
  const late = migrations.find(({ name }) => last !== undefined && name < last && !names.has(name));
  if (late)
    throw new Refusal(
      `Migration ${late.name} is older than ${last}, which is already applied; give it a later date.`,
    );
}

async function apply(client, { name, sql, checksum }) {
  await client.query("BEGIN");
  try {
    await client.query(await withoutKnownSchemas(client, sql));
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Refusal(`Migration ${name} failed and changed nothing: ${explain(error, sql)}.`, {
      cause: error,
    });
  }
}

async function runFile(client, file) {
  if (!existsSync(file)) return;
  const sql = readFileSync(file, "utf8");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const hint = error.code === "42501" ? " (an administrator of the database can run that file once)" : "";
    throw new Refusal(`${file} failed: ${explain(error, sql)}${hint}.`, { cause: error });
  }
}

function explain(error, sql) {
  const line = error.position ? ` in line ${sql.slice(0, Number(error.position)).split("\n").length}` : "";
  return `${error.message}${line}`;
}

/**
 * A login that may not create in the database needs what only that right could make to be there: all of it is named at
 * once, with the statement that an administrator runs.
 */
async function refuseMissingRights(client) {
  const { rows } = await client.query(
    `SELECT current_user AS login, current_database() AS database,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       has_schema_privilege('public', 'CREATE') AS may_fill,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS has_search,
       (SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'graphile_worker') AS may_fill_queue`,
  );
  const { login, database, may_create, may_fill, has_search, may_fill_queue } = rows[0];
  const name = client.escapeIdentifier(login);
  const wanted = [];
  if (!may_fill) wanted.push(`GRANT CREATE ON SCHEMA public TO ${name}`);
  if (!may_create && !has_search) wanted.push("CREATE EXTENSION pg_trgm");
  if (!may_create && may_fill_queue === null)
    wanted.push(`CREATE SCHEMA graphile_worker AUTHORIZATION ${name}`);
  if (may_fill_queue === false) wanted.push(`ALTER SCHEMA graphile_worker OWNER TO ${name}`);
  if (wanted.length === 0) return;
  throw new Refusal(
    `The login ${login} lacks rights on the database ${database}. An administrator runs there, once: ${wanted.join("; ")}. Or: GRANT CREATE ON DATABASE ${client.escapeIdentifier(database)} TO ${name}.`,
  );
}

/** PostgreSQL wants the right to create a schema also for one that is there already. */
async function withoutKnownSchemas(client, sql) {
  const { rows } = await client.query("SELECT nspname AS name FROM pg_namespace");
  const known = new Set(rows.map(({ name }) => name));
  return sql.replace(/CREATE SCHEMA IF NOT EXISTS "?(\w+)"?;/gi, (statement, name) =>
    known.has(name) ? "" : statement,
  );
}

async function migrateQueue(client, url) {
  // It makes its schema only while it has no table of its own: this is that table, so a schema made by an administrator will do.
  await client.query(
    await withoutKnownSchemas(
      client,
      `CREATE SCHEMA IF NOT EXISTS graphile_worker;
       CREATE TABLE IF NOT EXISTS graphile_worker.migrations (
         id int PRIMARY KEY, ts timestamptz DEFAULT now() NOT NULL, breaking boolean NOT NULL DEFAULT false)`,
    ),
  );
  const { Logger, runMigrations } = await import("graphile-worker");
  const silent = new Logger(() => () => {});
  await runMigrations({ connectionString: url, logger: silent });
}

async function main() {
  const url = process.env.MIGRATE_DATABASE_URL || process.env.DATABASE_URL;
  if (!url) throw new Refusal("MIGRATE_DATABASE_URL (or DATABASE_URL) must name the database to migrate.");
  if (!existsSync(inCheckout("node_modules", "pg")))
    throw new Refusal("The packages are not installed; run npm ci first.");
  const { applied } = await migrate({ url });
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error) => {
    process.exitCode = reportFailure(error);
  });
}
