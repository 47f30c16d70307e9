import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { handleOf, reading } from "../client";

const FOLDER = join("prisma", "migrations");

/** The migrations that this build was made with. A build has them baked in; what runs from source reads the folder. */
function knownMigrations(): string[] {
  const baked = process.env.HALLIGAN_MIGRATIONS;
  if (baked) return baked.split(",");
  return readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, "migration.sql")))
    .sort();
}

/** What the database has of them. */
export interface SchemaState {
  /** Nothing was ever migrated here. */
  isEmpty: boolean;
  /** Of this build, and not applied. */
  missing: string[];
  /** Applied by a newer version, and perhaps without what this build still uses. */
  tooNew: string[];
}

interface AppliedMigration {
  name: string;
  /** Of one that `npm run migrate` applied: "needs" and the migration that a build must know, or "nothing". */
  logs: string | null;
}

/** A migration that this build doesn't know adds, or removes what this build no longer uses. */
function leavesUsable({ logs }: AppliedMigration, known: readonly string[]): boolean {
  const [, needs] = /^needs (\S+)$/.exec(logs ?? "") ?? [];
  return needs !== undefined && (needs === "nothing" || known.includes(needs));
}

/** @throws AppError DATABASE_UNAVAILABLE */
export async function readSchemaState(): Promise<SchemaState> {
  const [table] = await handleOf(reading()).$queryRaw<
    { isThere: boolean }[]
  >`select to_regclass('public._prisma_migrations') is not null as "isThere"`;
  const known = knownMigrations();
  if (!table?.isThere) return { isEmpty: true, missing: known, tooNew: [] };
  const rows = await handleOf(reading()).$queryRaw<
    AppliedMigration[]
  >`select migration_name as name, logs from _prisma_migrations where finished_at is not null and rolled_back_at is null`;
  const applied = new Set(rows.map(({ name }) => name));
  return {
    isEmpty: applied.size === 0,
    missing: known.filter((name) => !applied.has(name)),
    tooNew: rows
      .filter((row) => !known.includes(row.name) && !leavesUsable(row, known))
      .map(({ name }) => name)
      .sort(),
  };
}
