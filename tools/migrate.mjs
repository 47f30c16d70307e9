/**
 * `npm run migrate`: brings a database up to the migrations of this checkout, while the portal runs. Needs nothing but
 * `pg`, libpg-query and graphile-worker, so it runs where only production packages are installed.
 *
 * - `-- --status`: what is applied, what is missing, what differs. Exit code 0: up to date; 1: it is not; 2: it can't
 *   be told.
 * - `-- --dry-run`: the statements that would run, with their locks. Changes nothing.
 * - `-- --lock-patience=SECONDS` (120): how long a migration tries again while others hold a lock that it needs.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { inCheckout } from "./checkout/checkout.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { applyMigration, runFile } from "./migrations/apply.mjs";
import { compareHistory, createHistory, readMigrations } from "./migrations/history.mjs";
import { PATIENCE_MS } from "./migrations/lock-patience.mjs";
import { refuseMissingRights } from "./migrations/preconditions.mjs";
import { readPlan, readStatus } from "./migrations/report.mjs";
import { connect, takeTurn } from "./migrations/session.mjs";

export { readMigrations };

/**
 * Applies group roles, the migrations that are missing, the job queue's own migrations, the grants and who may write
 * which audit event.
 * @param {object} options
 * @param {string} options.url of a login that may create tables and, the first time, roles
 * @param {string} [options.folder] holds roles.sql, migrations/, grants.sql and audit-kinds.sql
 * @param {number} [options.patienceMs] how long each migration tries again for its locks
 * @param {(sentence: string) => void} [options.say] told what is waited for
 * @returns {Promise<{ applied: string[] }>} names of the migrations applied now
 * @throws {Refusal} what failed and what to do about it
 */
export async function migrate({
  url,
  folder = inCheckout("prisma"),
  patienceMs = PATIENCE_MS,
  say = () => {},
}) {
  const client = await connect(url);
  const watcher = await connect(url);
  const session = { client, watcher, patienceMs, say };
  try {
    await takeTurn(session);
    await runFile(session, join(folder, "roles.sql"));
    await refuseMissingRights(client);
    const applied = await applyMissing(session, readMigrations(join(folder, "migrations")));
    await migrateQueue(client, url);
    await runFile(session, join(folder, "grants.sql"));
    await runFile(session, join(folder, "audit-kinds.sql"));
    return { applied };
  } finally {
    await Promise.all([client.end(), watcher.end()]);
  }
}

async function applyMissing(session, migrations) {
  await session.client.query("SET client_min_messages = warning");
  await createHistory(session.client);
  const { missing, problems } = await compareHistory(session.client, migrations);
  if (problems[0]) throw new Refusal(problems[0]);
  for (const migration of missing) await applyMigration(session, migration);
  return missing.map(({ name }) => name);
}

async function migrateQueue(client, url) {
  // PostgreSQL wants the right to create a schema also for one that is there already.
  const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'graphile_worker'");
  if (rowCount === 0) await client.query("CREATE SCHEMA graphile_worker");
  // It makes its schema only while it has no table of its own: this is that table, so a schema made by an administrator will do.
  await client.query(
    `CREATE TABLE IF NOT EXISTS graphile_worker.migrations (
       id int PRIMARY KEY, ts timestamptz DEFAULT now() NOT NULL, breaking boolean NOT NULL DEFAULT false)`,
  );
  const { Logger, runMigrations } = await import("graphile-worker");
  const silent = new Logger(() => () => {});
  await runMigrations({ connectionString: url, logger: silent });
}

async function main() {
  const options = readOptions();
  if (options.status) process.exitCode = 2;
  const url = process.env.MIGRATE_DATABASE_URL || process.env.DATABASE_URL;
  if (!url) throw new Refusal("MIGRATE_DATABASE_URL (or DATABASE_URL) must name the database to migrate.");
  if (!existsSync(inCheckout("node_modules", "pg")))
    throw new Refusal("The packages are not installed; run npm ci first.");
  if (options.status || options["dry-run"]) return look(url, options.status);
  const patienceMs = Number(options["lock-patience"]) * 1000;
  const { applied } = await migrate({ url, patienceMs, say: (sentence) => console.log(sentence) });
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
}

/** Changes nothing, and says so to the server. */
async function look(url, isStatus) {
  const migrations = readMigrations(inCheckout("prisma", "migrations"));
  const client = await connect(url);
  try {
    await client.query("SET default_transaction_read_only = on");
    const { lines, isUpToDate } = isStatus
      ? await readStatus(client, migrations)
      : { lines: await readPlan(client, migrations), isUpToDate: true };
    console.log(lines.join("\n"));
    process.exitCode = isUpToDate ? 0 : 1;
  } finally {
    await client.end();
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        status: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        "lock-patience": { type: "string", default: String(PATIENCE_MS / 1000) },
      },
    });
    if (!/^\d{1,5}$/.test(values["lock-patience"])) throw new Error("--lock-patience takes whole seconds");
    return values;
  } catch (error) {
    throw new Refusal(`${error.message}. Known: --status, --dry-run, --lock-patience=SECONDS.`, {
      cause: error,
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error) => {
    const code = reportFailure(error);
    // Of a status that can't be told, 1 would say that something is missing.
    process.exitCode = process.exitCode === 2 ? 2 : code;
  });
}
