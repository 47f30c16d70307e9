import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/lists/list-events";
import { decideRequest } from "@/lib/grants/decide-request";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { config } from "@/lib/kernel/config/config";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { inCheckout } from "../../checkout/checkout.mjs";
import { currentCluster, urlsFor } from "../../database/test-cluster.mjs";
import { migrate } from "../../migrate.mjs";
import { readMigrations } from "../history.mjs";
import { checkMigrations } from "./live-check.mjs";

/** MIGRATION_TEST_EVENTS=1000000 fills as much as a busy portal has after years; it takes two minutes more. */
const EVENTS = Number(process.env.MIGRATION_TEST_EVENTS ?? 100_000);
/** No request may wait longer. */
const LIMIT_MS = 2_000;
/** How long somebody reads everything, as a backup does. */
const BACKUP_MS = 5_000;
const PATIENCE_MS = 600_000;

let world: World;
let urls: { owner: string };
let admin: pg.Client;
let observer: pg.Client;
let folder = "";

beforeAll(async () => {
  world = await openWorld();
  const name = new URL(config().DATABASE_URL).pathname.slice(1);
  urls = urlsFor(currentCluster().urls, name);
  const { href } = Object.assign(new URL(currentCluster().adminUrl), { pathname: `/${name}` });
  admin = await connect(href);
  observer = await connect(href);
  await fill();
  folder = mkdtempSync(join(tmpdir(), "halligan-live-"));
  cpSync(inCheckout("prisma"), folder, { recursive: true });
  cpSync(fixture("live"), join(folder, "migrations"), { recursive: true });
}, PATIENCE_MS);
afterAll(async () => {
  await Promise.all([admin.end(), observer.end()]);
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const fixture = (name: string) => inCheckout("tools", "migrations", "fixtures", name, "migrations");

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function fill(): Promise<void> {
  await admin.query("SET session_replication_role = replica; SET synchronous_commit = off");
  await admin.query(
    `INSERT INTO audit_events (id, at, code, outcome, actor_kind, actor_id, request_id, data, origin)
     SELECT 'aud_' || lpad(i::text, 26, '0'), now() - make_interval(secs => ($1 - i) * 60), 'request.created', 'done',
       'person', 'per_' || i % 100, 'req_' || i, '{}', 'filled'
     FROM generate_series(1, $1::int) i`,
    [EVENTS],
  );
  await admin.query("RESET session_replication_role; RESET synchronous_commit; ANALYZE audit_events");
}

interface Waits {
  requests: number;
  /** Before the work began: what this machine needs anyway. */
  calmMs: number;
  longestMs: number;
  /** Of a connection of the portal, for a lock. */
  lockMs: number;
  /** The use case that took so long. */
  slowest: string;
}

/** People ask, approve, end and look meanwhile. @returns how long they waited */
async function whileTheLoopRuns(work: () => Promise<void>): Promise<Waits> {
  const waits: Waits = { requests: 0, calmMs: 0, longestMs: 0, lockMs: 0, slowest: "" };
  let isOver = false;
  const timed = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const answer = await call();
    const took = performance.now() - startedAt;
    waits.requests++;
    if (took > waits.longestMs) Object.assign(waits, { longestMs: took, slowest: name });
    return answer;
  };
  const { ana, ben, cleo, gus } = world.people;
  const wanted = { justification: "Worker stuck, queue grows", incident: "INC-4711", windowSeconds: 600 };
  const again = async (round: () => Promise<unknown>) => {
    while (!isOver) await round();
  };
  const loops = [
    again(async () => {
      const asked = await timed("ask", () => createRequest(ana, { ...wanted, nodeIds: [NODES.payments] }));
      const { requestId, requestHash } = asked;
      const decision = { requestId, requestHash, version: 1, verdict: "approve" as const };
      const { grantId = "" } = await timed("approve", () => decideRequest(ben, decision));
      await timed("end", () => endGrant(ana, { grantId }));
    }),
    again(async () => {
      const asked = await timed("ask", () => createRequest(gus, { ...wanted, nodeIds: [NODES.ledger] }));
      await timed("end", () => endGrant(gus, { grantId: asked.grantId ?? "" }));
    }),
    again(async () => {
      await timed("read the audit", () => listEvents(cleo, {}));
    }),
    again(async () => {
      waits.lockMs = Math.max(waits.lockMs, await longestLockWait());
      await pause(50);
    }),
  ];
  try {
    // The first second opens connections and compiles.
    await Promise.race([pause(1_000), ...loops]);
    waits.longestMs = 0;
    await Promise.race([pause(2_000), ...loops]);
    Object.assign(waits, { calmMs: waits.longestMs, longestMs: 0 });
    await work();
  } finally {
    isOver = true;
    await Promise.all(loops);
  }
  return waits;
}

async function longestLockWait(): Promise<number> {
  const { rows } = await observer.query<{ ms: number }>(
    `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - l.waitstart)) * 1000, 0)::float AS ms
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.usename = 'web_login'`,
  );
  return rows[0]?.ms ?? 0;
}

/** Somebody reads everything meanwhile, in one transaction with one snapshot. */
async function whileABackupRuns(work: () => Promise<unknown>): Promise<void> {
  await admin.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await admin.query("SELECT count(*) FROM audit_events");
  await admin.query("SELECT count(*) FROM inbox_items");
  const backup = pause(BACKUP_MS).then(() => admin.query("COMMIT"));
  await Promise.all([work(), backup]);
}

it(`changes a table of ${EVENTS} events while a backup reads it, and nobody waits longer than two seconds`, {
  timeout: PATIENCE_MS,
}, async () => {
  const said: string[] = [];
  let applied: string[] = [];
  const waits = await whileTheLoopRuns(() =>
    whileABackupRuns(async () => {
      ({ applied } = await migrate({ url: urls.owner, folder, say: (sentence) => said.push(sentence) }));
    }),
  );
  console.info(
    `${EVENTS} events, migrated live: ${JSON.stringify(waits)}; waited for locks ${said.length} times`,
  );
  expect(waits.lockMs).toBeLessThan(LIMIT_MS);
  expect(waits.longestMs).toBeLessThan(LIMIT_MS + waits.calmMs);
  expect(waits.requests).toBeGreaterThan(20);
  expect(applied).toEqual(readMigrations(fixture("live")).map(({ name }) => name));
  // It met the backup, so this is not the time of an idle database.
  expect(said.join("\n")).toMatch(/_checks: line 2, .* waits for process \d+/);
  const { rows } = await admin.query(
    `SELECT (SELECT indisvalid FROM pg_index WHERE indexrelid = 'audit_events_origin_idx'::regclass) AS index,
       (SELECT bool_and(convalidated) FROM pg_constraint
        WHERE conname IN ('audit_events_code', 'audit_links_event_id_fkey')) AS constraints,
       (SELECT attnotnull FROM pg_attribute WHERE attrelid = 'audit_events'::regclass AND attname = 'origin') AS filled`,
  );
  expect(rows).toEqual([{ index: true, constraints: true, filled: true }]);
});

it("keeps people waiting when the same is written without care, as `npm run check` says", {
  timeout: PATIENCE_MS,
}, async () => {
  const [naive] = readMigrations(fixture("naive"));
  if (!naive) throw new TypeError("the fixture is missing");
  const waits = await whileTheLoopRuns(() =>
    whileABackupRuns(async () => {
      const client = await connect(urls.owner);
      await client.query(`BEGIN; ${naive.sql}; COMMIT`);
      await client.end();
    }),
  );
  console.info(`${EVENTS} events, migrated carelessly: ${JSON.stringify(waits)}`);
  expect(waits.lockMs).toBeGreaterThan(LIMIT_MS);
  expect(waits.longestMs).toBeGreaterThan(LIMIT_MS + waits.calmMs);

  const ours = readMigrations(inCheckout("prisma", "migrations"));
  const last = ours.at(-1)?.name;
  expect(await checkMigrations([...ours, ...readMigrations(fixture("live"))], last)).toEqual([]);
  const lines = naive.sql.trim().split("\n");
  const refused = await checkMigrations([...ours, naive], last);
  for (const line of lines.keys())
    expect(refused.join("\n")).toContain(`29990201000000_all_at_once/migration.sql:${line + 1}:`);
});
