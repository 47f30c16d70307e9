import pg from "pg";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { closeDatabase } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { currentCluster } from "../tools/database/test-cluster.mjs";
import { createTestDatabase } from "../tools/database/test-database.mjs";
import { auditEvents, fillDatabase } from "./support/pages-fill";

/** Nothing of the portal runs: what is measured is what the database writes. */
export const processes: string[] = [];

const SIZE = { requests: 25_000, events: 100_000, nodes: 500, people: 200 };
const EVENTS = 10_000;

/** The indexes that the partial ones stand for, each with every event in it. */
const FULL = ["request_id", "grant_id", "session_id", "node_id", "person_id", "review_id", "outcome"];

interface Written {
  wal: number;
  indexes: number;
}

/** What one audit event makes the database write, committed by itself and sealed with others, on top of 100,000. */
export default async function measureAudit() {
  const admin = await connect(new URL(currentCluster().adminUrl));
  try {
    // How many whole pages the log has depends on when the last checkpoint was, and not on the event.
    await admin.query("alter system set full_page_writes = off");
    await admin.query("select pg_reload_conf()");
    const full = await measure(admin, indexInFull);
    const partial = await measure(admin, async () => {});
    return [
      row("written to the log for an audit event", partial.wal, full.wal),
      row("added to the indexes by an audit event", partial.indexes, full.indexes),
    ];
  } finally {
    await admin.query("alter system reset full_page_writes");
    await admin.query("select pg_reload_conf()");
    await admin.end();
  }
}

function row(name: string, value: number, full: number) {
  return {
    ...{ name, value, unit: "bytes", against: { name: "every column indexed in full", value: full } },
    ...{ ratio: value / full, target: "ratio ≤ 0.9", met: value / full <= 0.9 },
  };
}

async function measure(admin: pg.Client, prepare: (client: pg.Client) => Promise<void>): Promise<Written> {
  const database = await createTestDatabase();
  const client = await connect(new URL(database.adminUrl));
  try {
    await fillDatabase(database.adminUrl, SIZE);
    await prepare(client);
    await admin.query("checkpoint");
    const before = await readWritten(client);
    await client.query(`do $$ begin
      for number in ${SIZE.events + 1}..${SIZE.events + EVENTS} loop
        ${auditEvents(SIZE, "generate_series(number, number)")};
        commit;
      end loop;
    end $$`);
    await seal(database.urls.jobs);
    const after = await readWritten(client);
    return {
      wal: (after.wal - before.wal) / EVENTS,
      indexes: (after.indexes - before.indexes) / EVENTS,
    };
  } finally {
    await client.end();
    await database.drop();
  }
}

async function seal(url: string): Promise<void> {
  Object.assign(process.env, testEnvironment(url));
  config().DATABASE_URL = url;
  await sealDue();
  await closeDatabase();
}

async function indexInFull(client: pg.Client): Promise<void> {
  for (const column of FULL) {
    const name = column === "outcome" ? "not_done" : `of_${column.replace("_id", "")}`;
    await client.query(`drop index audit_events_${name}`);
    await client.query(`create index on audit_events (${column}, at, id)`);
  }
}

async function readWritten(client: pg.Client): Promise<Written> {
  const { rows } = await client.query<Written>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal,
       pg_indexes_size('audit_events')::float8 as indexes`,
  );
  const [written] = rows;
  if (!written) throw new TypeError("the database gave no figures");
  return written;
}

async function connect(url: URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}
