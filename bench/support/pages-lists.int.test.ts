import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { INBOX_KINDS } from "@/lib/inbox/views";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { currentCluster } from "../../tools/database/test-cluster.mjs";
import { createTestDatabase } from "../../tools/database/test-database.mjs";
import { OPEN } from "./open-rows";
import { fillDatabase } from "./pages-fill";
import { type BoundedList, COUNTS, LISTS, NODE_LISTS } from "./pages-lists";
import { type Reading, readBy } from "./rows-read";

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
  it.each(Object.entries(LISTS))(
    "reads no table from end to end, and no more than its bound: %s",
    async (_, list) => {
      expect(await beyondBound(list)).toEqual({});
    },
  );

  it.each(Object.entries(COUNTS))("is counted within its bound: %s", async (_, list) => {
    expect(await beyondBound(list)).toEqual({});
  });

  it.each(Object.entries(NODE_LISTS))("of thousands of nodes reads a page of them: %s", async (_, list) => {
    if ((await observer.query("select from nodes where id > 'mi-'")).rowCount === 0)
      await observer.query(`insert into nodes (id, account_id, region, name, host_name, platform, agent_version, tags,
          protection, is_online, read_at)
        select 'mi-' || lpad(to_hex(n), 17, '0'), account_id, region, 'spare-' || n, host_name, platform,
          agent_version, tags, protection, n % 9 > 0, read_at
        from generate_series(1, 4000) n, (select * from nodes order by id limit 1) like_it`);
    await observer.query("vacuum analyze nodes");
    expect(await beyondBound(list, ["nodes"])).toEqual({});
  });

  it("would be seen doing so", async () => {
    const load = async () => ({ rows: (await observer.query("select end_note from sessions")).rows });
    expect(await beyondBound({ load, most: 100_000 })).toEqual({ sessions: { scans: 1, rows: 20_000 } });
    expect(
      await beyondBound({ load: LISTS["requests, of a node"]?.load ?? load, most: 1_000 }),
    ).toHaveProperty("requests");
  });
});

describe("what is open, among tens of thousands that are over", () => {
  beforeAll(async () => {
    config().DATABASE_URL = database.urls.jobs;
  });

  it.each(Object.entries(OPEN))("is found by reading little else: %s", async (_, { table, load }) => {
    const { scans = 0, rows = 0 } = (await readBy(observer, load)).get(table) ?? {};
    // Once for each kind of what waits.
    expect({ scans, isLittle: rows <= INBOX_KINDS.length * STILL_OPEN }, `${rows} rows of ${table}`).toEqual({
      scans: 0,
      isLittle: true,
    });
  });
});

/** The large tables that were read sequentially, or more than the bound, as the server counts it. */
async function beyondBound(
  { load, most }: BoundedList,
  tables = LARGE_TABLES,
): Promise<Record<string, Reading>> {
  const read = await readBy(observer, load);
  const beyond = [...read].filter(
    ([table, { scans, rows }]) => tables.includes(table) && (scans > 0 || rows > most),
  );
  return Object.fromEntries(beyond);
}
