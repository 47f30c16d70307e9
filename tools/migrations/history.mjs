import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */

/**
 * @param {string} folder
 * @returns {Migration[]} in the order in which they are applied
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

/** @param {import("pg").Client} client */
export async function createHistory(client) {
  await client.query(HISTORY_TABLE);
}

/**
 * Holds what was applied against what lies here. It must lie here unchanged, without gaps before it: otherwise nobody
 * knows what the schema is.
 * @param {import("pg").Client} client
 * @param {Migration[]} migrations
 * @returns {Promise<{ applied: Migration[], missing: Migration[], problems: string[] }>} problems as sentences
 */
export async function compareHistory(client, migrations) {
  const rows = await readHistory(client);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const names = new Set(rows.map((row) => row.name));
  const last = [...names].sort().at(-1);
  const missing = migrations.filter(({ name }) => !names.has(name));
  const late = missing.filter(({ name }) => last !== undefined && name < last);
  return {
    applied: migrations.filter(({ name }) => names.has(name)),
    missing,
    problems: [
      ...rows.flatMap((row) => problemOf(row, byName.get(row.name)) ?? []),
      ...late.map(
        ({ name }) =>
          `Migration ${name} is older than ${last}, which is already applied; give it a later date.`,
      ),
    ],
  };
}

async function readHistory(client) {
  const { rows: tables } = await client.query(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (!tables[0].there) return [];
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function problemOf({ name, checksum, finished }, migration) {
  if (!migration)
    return `The database has migration ${name}, which this version does not know; deploy a newer version.`;
  if (!finished) return `Migration ${name} was begun by another tool and never finished; resolve it first.`;
  if (migration.checksum !== checksum)
    return `Migration ${name} was changed after it was applied; restore it and add a new one.`;
  return undefined;
}

/**
 * Notes a migration, and for releases that don't know it (lib/db/requirements) which migration they must know to run on
 * the schema that it leaves: "needs nothing" where it only adds. Prisma reads logs of failed migrations only.
 * @param {import("pg").Client} client
 * @param {Migration} migration applied as a whole
 * @param {object} about
 * @param {Date} about.startedAt
 * @param {string | undefined} about.needs the last migration of the release that stopped using what this one removes
 */
export async function noteApplied(client, { name, checksum }, { startedAt, needs = "nothing" }) {
  await client.query(
    `INSERT INTO _prisma_migrations
       (id, checksum, migration_name, started_at, finished_at, applied_steps_count, logs)
     VALUES ($1, $2, $3, $4, clock_timestamp(), 1, $5)`,
    [randomUUID(), checksum, name, startedAt, `needs ${needs}`],
  );
}
