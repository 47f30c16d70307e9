import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { currentCluster } from "../tools/database/test-cluster.mjs";
import { createTestDatabase } from "../tools/database/test-database.mjs";
import { fillDatabase } from "./pages-fill";
import { LISTS, type Load } from "./pages-lists";

/** Enough that reading one of the tables from end to end is never the cheaper way, and filled in a few seconds. */
const SIZE = { requests: 25_000, events: 25_000, nodes: 100, people: 100 };
const LARGE_TABLES = [
  "requests",
  "request_nodes",
  "decisions",
  "grants",
  "sessions",
  "reviews",
  "audit_events",
];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let observer: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(currentCluster().adminUrl);
  url.pathname = database.name;
  await fillDatabase(url.href, SIZE);
  Object.assign(process.env, testEnvironment(database.urls.web));
  config().DATABASE_URL = database.urls.web;
  observer = new pg.Client({ connectionString: url.href });
  await observer.connect();
});

afterAll(async () => {
  await closeDatabase();
  await observer?.end();
  await database?.drop();
});

describe("a list with tens of thousands of rows", () => {
  it.each(Object.entries(LISTS))("reads no table from end to end: %s", async (_, load) => {
    expect(await scannedBy(load)).toEqual([]);
  });

  it("would be seen doing so", async () => {
    const loadAll = async () => ({ rows: (await observer.query("select end_note from sessions")).rows });
    expect(await scannedBy(loadAll)).toEqual(["sessions"]);
  });
});

/** The large tables that were read sequentially meanwhile, as the server counts it. */
async function scannedBy(load: Load): Promise<string[]> {
  const before = await scans();
  await load();
  const after = await scans();
  return LARGE_TABLES.filter((table) => after.get(table) !== before.get(table));
}

/** How often each table was read sequentially. Connections report what they did at the latest when they end. */
async function scans(): Promise<Map<string, number>> {
  await closeDatabase();
  await expect
    .poll(async () => {
      const { rowCount } = await observer.query(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and backend_type in ('client backend', 'parallel worker')`,
      );
      return rowCount;
    })
    .toBe(0);
  await observer.query("select pg_stat_force_next_flush()");
  const { rows } = await observer.query<{ name: string; scans: number }>(
    "select relname as name, seq_scan::int as scans from pg_stat_user_tables where relname = any($1)",
    [LARGE_TABLES],
  );
  return new Map(rows.map(({ name, scans }) => [name, scans]));
}
