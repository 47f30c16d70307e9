import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { newConnection } from "@/lib/db/connection/connect";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { appendEvent } from "../../append-event";
import { verifyAudit } from "../../verify/verify-audit";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
let database: TestDatabase;

/** A database whose audit and ranges each test of the file begins without. */
export function prepareSealing(): void {
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.asSuperuser(async (client) => {
      await client.query("set session_replication_role = replica");
      // Nothing here looks at their sessions.
      for (const session of ["ses_1", "ses_2", "ses_3"])
        await client.query(`insert into recordings (session_id) values ('${session}')`);
    });
  });
  afterAll(() => database.close());

  beforeEach(async () => {
    await tamper(
      "truncate audit_events, audit_pending, audit_batches, audit_links, audit_range_seals, audit_tree_nodes, recording_ranges",
    );
    await database.as("jobs");
  });
  // One that is left in a transaction would keep the next test from its tables.
  afterEach(() => Promise.all(open.splice(0).map((client) => client.end())));
}

type Client = ReturnType<typeof newConnection>;
const open: Client[] = [];

/** What somebody with the server in their hands does: no trigger stops them. */
export function tamper(statement: string, values: unknown[] = []) {
  return database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    return client.query(statement, values);
  });
}

/** A connection as the gateway has it. */
export async function recorder(): Promise<
  Client & { record: (session: string, text: string) => Promise<string> }
> {
  const client = newConnection(database.urls.gateway);
  open.push(client);
  await client.connect();
  let frame = 0;
  const record = async (session: string, text: string) => {
    frame += 1;
    const { rows } = await client.query(
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
       values ($1, 1, 'o', $2, $2, $3, $4) returning id::text`,
      [session, frame, Buffer.byteLength(text), Buffer.from(text)],
    );
    return String(rows[0]?.id);
  };
  return Object.assign(client, { record });
}

/** Numbers of the ranges that are sealed. */
export async function sealedIds(): Promise<string[]> {
  const { rows } = await tamper(
    "select unnest(range_ids)::text as id from audit_range_seals order by batch_number, position, 1",
  );
  return rows.map(({ id }) => String(id));
}

/** Faults of the chain and of ranges, in short. */
export async function verify() {
  const { faults, chain, ranges } = await verifyAudit(database.urls.jobs);
  const named = faults.filter(({ step }) => step === "chain" || step === "ranges");
  return { chain, ranges, faults: named.map(({ code, item }) => `${code} ${item}`) };
}

/** Writes an event. */
export const append = () =>
  inTransaction((tx) => appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-1" } }));
