import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "./testing/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Ids that refer to no row of ours, and why; schema.prisma says the same beside them. */
const WITHOUT_REFERENCE: Readonly<Record<string, string>> = {
  "agent_log_events.event_id": "CloudWatch's",
  "trail_events.event_id": "CloudTrail's",
  "sessions.aws_session_id": "Systems Manager's",
  "sessions.client_id": "the data channel's",
  "session_seats.window_id": "the browser's",
  "sessions.gateway_id": "its row goes with the process",
  "session_seats.gateway_id": "its row goes with the process",
  "inbox_items.subject_id": "a request's or a review's, by the kind",
  "passkeys.credential_id": "the authenticator's",
  "notices.subject_id":
    "a decision's, an entry's, a grant's, a review's, an audit event's or a passkey's, by the kind",
  "deliveries.subject_id":
    "a request's, a decision's or a grant's, by the kind; a reminder's has its instant besides",
  "audit_events.actor_id": "evidence: also what was refused for an id that does not exist",
  "audit_events.request_id": "evidence",
  "audit_events.grant_id": "evidence",
  "audit_events.session_id": "evidence",
  "audit_events.node_id": "evidence",
  "audit_events.person_id": "evidence",
  "audit_events.review_id": "evidence",
  "replay_progress.after_range_id": "the last range that was read, 0 before the first",
  "recording_packs.first_range_id": "goes with its recording, which takes its ranges before its packs",
  "recording_packs.last_range_id": "goes with its recording, which takes its ranges before its packs",
  "audit_links.event_id": "the verifier compares both sides",
  "audit_range_seals.session_id": "the verifier compares both sides",
};

it("every id refers to a row that is there, or it is written down why not", async () => {
  expect(
    await read(`select c.table_name || '.' || c.column_name as found from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and c.column_name like '%\\_id'
        and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
          where k.contype = 'f' and k.convalidated and k.conrelid = format('public.%I', c.table_name)::regclass
            and a.attname = c.column_name)`),
  ).toEqual(Object.keys(WITHOUT_REFERENCE).sort());
});

it("no row is deleted while another refers to it, and no reference is emptied", async () => {
  expect(
    await read(`select conrelid::regclass || '.' || conname as found from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and confdeltype not in ('r', 'a')`),
  ).toEqual([]);
});

it("a list is never NULL, and empty where nobody says what is in it", async () => {
  expect(
    await read(`select table_name || '.' || column_name as found from information_schema.columns
      where table_schema = 'public' and data_type = 'ARRAY' and (is_nullable = 'YES' or column_default is null)`),
  ).toEqual([]);
});

it("the rule decides on a request once, as a person does", async () => {
  const decide = (id: string, person: string) =>
    database.asSuperuser((client) =>
      client.query(`insert into decisions (id, request_id, person_id, verdict, request_version, request_hash, rule_version)
        values ('${id}', 'req_1', ${person}, 'approve', 1, repeat('0', 64), '1')`),
    );
  await database.asSuperuser(async (client) => {
    await client.query(`insert into people (id, issuer, subject, name, groups_read_at) values ('per_ana', 'i', 'ana', 'Ana', now());
      insert into requests (id, requester_id, justification, window_seconds, state, rule_version, obligations, lapses_at)
        values ('req_1', 'per_ana', 'why', 600, 'waiting', '1', '{}', now())`);
  });
  await decide("dec_1", "null");
  await decide("dec_2", "'per_ana'");
  await expect(decide("dec_3", "null")).rejects.toMatchObject({
    code: "23505",
    constraint: "decisions_once",
  });
  await expect(decide("dec_4", "'per_ana'")).rejects.toMatchObject({ code: "23505" });
});

it("every constraint holds for the rows of before, except those that say why not", async () => {
  expect(
    await read(`select conname as found from pg_constraint
      where connamespace = 'public'::regnamespace and not convalidated`),
  ).toEqual(["decisions_request_hash"]);
});

async function read(sql: string): Promise<string[]> {
  return database.asSuperuser(async (client) => {
    const { rows } = await client.query<{ found: string }>(sql);
    return rows.map(({ found }) => found).sort();
  });
}
