import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { currentCluster } from "../tools/database/test-cluster.mjs";
import { createTestDatabase } from "../tools/database/test-database.mjs";
import { OPEN } from "./open-rows";
import { fillDatabase } from "./pages-fill";
import { LISTS, type Load } from "./pages-lists";
import { readBy } from "./rows-read";

/** Enough that reading one of the tables from end to end is never the cheaper way, and filled in a few seconds. */
const SIZE = { requests: 25_000, events: 25_000, nodes: 100, people: 100 };
/** Reviews and requests of `fillDatabase` that wait. */
const STILL_OPEN = 252;
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

describe("what is open, among tens of thousands that are over", () => {
  beforeAll(async () => {
    config().DATABASE_URL = database.urls.jobs;
  });

  it.each(Object.entries(OPEN))("is found by reading little else: %s", async (_, { table, load }) => {
    const { scans = 0, rows = 0 } = (await readBy(observer, load)).get(table) ?? {};
    expect({ scans, isLittle: rows <= 3 * STILL_OPEN }, `${rows} rows of ${table}`).toEqual({
      scans: 0,
      isLittle: true,
    });
  });
});

/** The large tables that were read sequentially meanwhile, as the server counts it. */
async function scannedBy(load: Load): Promise<string[]> {
  const read = await readBy(observer, load);
  return LARGE_TABLES.filter((table) => (read.get(table)?.scans ?? 0) > 0);
}
