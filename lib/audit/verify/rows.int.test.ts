import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../row-content";
import { FaultList } from "./faults";
import { readPairs, readRangeContents } from "./row-store";
import type { Query } from "./store";
import { verifyRanges } from "./verify-ranges";
import { verifyRows } from "./verify-rows";

let database: TestDatabase;

const AT = "'2026-03-14T09:26:53Z'";
const ROWS = [
  `insert into people (id, issuer, subject, name, groups_read_at) values ('per_ana', 'i', 'ana', 'Ana', ${AT}),
     ('per_ben', 'i', 'ben', 'Ben', ${AT}), ('per_cleo', 'i', 'cleo', 'Cleo', ${AT})`,
  "insert into accounts (id, name, protection, regions) values ('111122223333', 'a', 'staging', '{}')",
  ...["i-1", "i-2"].map(
    (
      id,
    ) => `insert into nodes (id, account_id, region, name, host_name, platform, agent_version, tags, protection,
      is_online, read_at) values ('${id}', '111122223333', 'eu-west-1', 'n', 'n', 'Linux', '3', '{}', 'staging', true, ${AT})`,
  ),
  `insert into requests (id, requester_id, justification, window_seconds, state, rule_version, obligations, created_at,
     lapses_at, closed_at) values ('req_1', 'per_ana', 'Disk full', 1800, 'approved', 'v1', '{}', ${AT}, ${AT}, ${AT}),
     ('req_2', 'per_ana', 'Again', 1800, 'denied', 'v1', '{}', ${AT}, ${AT}, ${AT})`,
  `insert into request_nodes (request_id, node_id, account_id, region, protection)
     values ('req_1', 'i-1', '111122223333', 'eu-west-1', 'staging'), ('req_2', 'i-1', '111122223333', 'eu-west-1', 'staging')`,
  `insert into decisions (id, request_id, person_id, verdict, comment, request_version, request_hash, rule_version,
     created_at) values ('dec_1', 'req_1', 'per_ben', 'approve', null, 1, repeat('0', 64), 'v1', ${AT}),
       ('dec_2', 'req_2', 'per_ben', 'deny', 'no', 1, repeat('0', 64), 'v1', ${AT})`,
  `insert into grants (id, request_id, person_id, starts_at, ends_at, window_start, window_seconds, first_used_at,
     rule_version, obligations, ended_at, end_reason) values ('grt_1', 'req_1', 'per_ana', ${AT},
     timestamptz ${AT} + interval '30 minutes', 'first-use', 1800, ${AT}, 'v1', '{}', now(), 'window-ended')`,
  "insert into grant_nodes (grant_id, node_id) values ('grt_1', 'i-1')",
  `insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state, created_at,
     ended_at, end_reason) values ('ses_1', 'brokered', 'grt_1', 'per_ana', '111122223333', 'eu-west-1', 'i-1', 'd',
     'ended', ${AT}, now(), 'exited')`,
  "insert into recordings (session_id, closed_at) values ('ses_1', now())",
  `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
     values ('ses_1', 1, 'o', 0, 0, 2, 'ab'), ('ses_1', 1, 'o', 1, 1, 2, 'cd'), ('ses_1', 1, 'i', 0, 0, 1, null),
       ('ses_1', 1, 'g', 3, 4, 0, 'not-resent'), ('ses_1', 1, 'm', 0, 0, 0, '{"mark":"connected"}')`,
  `insert into agent_log_events (event_id, session_id, position, at, message) values ('l1', 'ses_1', 0, ${AT}, 'one'),
     ('l2', 'ses_1', 1, ${AT}, 'two')`,
  `insert into agent_log_objects (session_id, version, bucket, key, size, kept_bytes, modified_at)
     values ('ses_1', 'v1', 'logs', 'ses_1.log', 2, 2, ${AT})`,
  "insert into agent_log_chunks (session_id, version, number, bytes) values ('ses_1', 'v1', 0, 'ab')",
  `insert into trail_events (event_id, session_id, account_id, region, name, at, record)
     values ('t1', 'ses_1', '111122223333', 'eu-west-1', 'StartSession', ${AT}, '{"a": 1}')`,
  `insert into reviews (id, session_id, state, verdict, notes, created_at, due_at, closed_at, closed_by_id)
     values ('rev_1', 'ses_1', 'closed', 'in-order', 'fine', ${AT}, ${AT}, now(), 'per_cleo')`,
];

/** Who wrote which event about what, as the use cases do. */
const EVENTS: [ContentKind | null, string, string, Partial<Record<string, string>>][] = [
  ["request", "req_1", "request.created", { request_id: "req_1", actor_id: "per_ana" }],
  ["request", "req_2", "request.created", { request_id: "req_2", actor_id: "per_ana" }],
  ["decision", "req_1 per_ben", "request.approved", { request_id: "req_1", actor_id: "per_ben" }],
  ["grant", "grt_1", "grant.issued", { request_id: "req_1", grant_id: "grt_1", actor_id: "per_ben" }],
  ["decision", "req_2 per_ben", "request.denied", { request_id: "req_2", actor_id: "per_ben" }],
  ["grant-use", "grt_1", "grant.first-used", { grant_id: "grt_1", actor_id: "per_ana" }],
  ["session", "ses_1", "session.created", { session_id: "ses_1", actor_id: "per_ana" }],
  ["session-end", "ses_1", "session.ended", { session_id: "ses_1", actor_id: "gateway" }],
  ["recording", "ses_1", "recording.closed", { session_id: "ses_1", actor_id: "gateway" }],
  [
    null,
    "",
    "recording.gap-found",
    { session_id: "ses_1", actor_id: "gateway", data: '{"from": 3, "to": 4, "cause": "not-resent"}' },
  ],
  ["grant-end", "grt_1", "grant.ended", { grant_id: "grt_1", actor_id: "jobs" }],
  ["fetched", "ses_1", "evidence.fetched", { session_id: "ses_1", actor_id: "jobs" }],
  [
    "log-object",
    "ses_1 v1",
    "evidence.object-kept",
    { session_id: "ses_1", actor_id: "jobs", data: '{"version": "v1"}' },
  ],
  ["review", "rev_1", "review.opened", { review_id: "rev_1", actor_id: "jobs" }],
  ["review-end", "rev_1", "review.closed", { review_id: "rev_1", actor_id: "per_cleo" }],
];

beforeAll(async () => {
  database = await openTestDatabase();
  await database.asSuperuser(async (client) => {
    for (const statement of ROWS) await client.query(statement);
    for (const [kind, key, code, { data, ...columns }] of EVENTS) {
      const content = kind
        ? `(select jsonb_build_object('contentSha256', ${CONTENT_SHA256}) || '${data ?? "{}"}'::jsonb from (${CONTENTS[kind].rows}) c where key = '${key}')`
        : `'${data}'`;
      const names = Object.keys(columns);
      await client.query(
        `insert into audit_events (id, code, outcome, actor_kind, data, ${names.join(", ")})
         values ('aud_' || gen_random_uuid(), '${code}', 'done', 'person', ${content},
           ${Object.values(columns).map((value) => `'${value}'`)})`,
      );
    }
  });
});
afterAll(() => database.close());

/** What the steps say while something is so, which is then taken back. No trigger stops a superuser who wills. */
async function compareWhile(statements: string[], firstBoundAt: string | null = "2026") {
  return database.asSuperuser(async (client) => {
    const query: Query = async (text, values = []) => (await client.query(text, values)).rows;
    await query("begin");
    try {
      await query("set local session_replication_role = replica");
      for (const statement of statements) await query(statement);
      const list = new FaultList();
      const cover = await verifyRows(readPairs(query), list, firstBoundAt);
      await verifyRanges(readRangeContents(query), list);
      return { ...cover, faults: list.found.map(({ step, code, item }) => `${step} ${code} ${item}`) };
    } finally {
      await query("rollback");
    }
  });
}

it("rows that are as their events say are compared, every one", async () => {
  // Fourteen events, and the states of two requests.
  expect(await compareWhile([])).toEqual({ compared: 17, unbound: 0, faults: [] });
});

describe("what was done to a row is named, and nothing else", () => {
  it.each<[string, string, string[]]>([
    [
      "a reason",
      "update requests set justification = 'x' where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a window",
      "update requests set window_seconds = 3600 where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a requester",
      "update requests set requester_id = 'per_ben' where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a node more",
      "insert into request_nodes values ('req_1', 'i-2', '111122223333', 'eu-west-1', 'staging')",
      ["rows differs request req_1"],
    ],
    ["a node less", "delete from request_nodes where request_id = 'req_1'", ["rows differs request req_1"]],
    [
      "a request gone",
      "delete from requests where id = 'req_2'",
      ["rows no-row request req_2", "rows no-row request-state req_2"],
    ],
    [
      "a request made",
      `insert into requests (id, requester_id, justification, window_seconds, state, rule_version,
      obligations, lapses_at) values ('req_3', 'per_ana', 'x', 1, 'waiting', 'v', '{}', now())`,
      ["rows no-event request req_3", "rows no-event request-state req_3"],
    ],
    [
      "a state",
      "update requests set state = 'approved' where id = 'req_2'",
      ["rows differs request-state req_2"],
    ],
    [
      "a verdict",
      "update decisions set verdict = 'approve' where id = 'dec_2'",
      ["rows differs decision req_2 per_ben"],
    ],
    [
      "a comment",
      "update decisions set comment = 'yes' where id = 'dec_1'",
      ["rows differs decision req_1 per_ben"],
    ],
    [
      "a narrowing",
      "update decisions set node_ids = '{i-1}' where id = 'dec_1'",
      ["rows differs decision req_1 per_ben"],
    ],
    ["a decision gone", "delete from decisions where id = 'dec_1'", ["rows no-row decision req_1 per_ben"]],
    [
      "a decision made",
      `insert into decisions (id, request_id, person_id, verdict, request_version, request_hash, rule_version)
      values ('dec_3', 'req_2', 'per_cleo', 'approve', 1, repeat('0', 64), 'v1')`,
      ["rows no-event decision req_2 per_cleo"],
    ],
    ["a grant's time", "update grants set window_seconds = 1801", ["rows differs grant grt_1"]],
    ["a grant's node", "update grant_nodes set node_id = 'i-2'", ["rows differs grant grt_1"]],
    [
      "a grant's window",
      "update grants set ends_at = ends_at + interval '1 second'",
      ["rows differs grant-use grt_1"],
    ],
    ["a grant's first use", "update grants set first_used_at = null", ["rows no-row grant-use grt_1"]],
    ["a grant's end", "update grants set end_reason = 'never-used'", ["rows differs grant-end grt_1"]],
    [
      "a grant that runs again",
      "update grants set ended_at = null, end_reason = null",
      ["rows no-row grant-end grt_1"],
    ],
    ["whose session it was", "update sessions set person_id = 'per_ben'", ["rows differs session ses_1"]],
    [
      "how a session ended",
      "update sessions set end_reason = 'aws-ended'",
      ["rows differs session-end ses_1"],
    ],
    [
      "a session that is open again",
      `update sessions set state = 'open', ended_at = null, end_reason = null, gateway_id = 'prc_1', opened_at = now(),
        aws_session_id = 'ses_1-1', stream_url = 'wss://x.test/', client_id = 'c', window_ends_at = now()`,
      ["rows no-row session-end ses_1"],
    ],
    ["when a review is due", "update reviews set due_at = now()", ["rows differs review rev_1"]],
    ["a review's verdict", "update reviews set verdict = 'violation'", ["rows differs review-end rev_1"]],
    ["a review's notes", "update reviews set notes = 'finer'", ["rows differs review-end rev_1"]],
    [
      "a review that is open again",
      "update reviews set state = 'open', closed_at = null, verdict = null, closed_by_id = null",
      ["rows no-row review-end rev_1"],
    ],
    ["a review gone", "delete from reviews", ["rows no-row review rev_1", "rows no-row review-end rev_1"]],
    [
      "recorded bytes",
      "update recording_ranges set bytes = 'xb' where bytes = 'ab'",
      ["recordings differs recording ses_1"],
    ],
    [
      "a range's place",
      "update recording_ranges set first_sequence = 0 where bytes = 'cd'",
      ["recordings differs recording ses_1"],
    ],
    [
      "when a range was written",
      "update recording_ranges set at = now() - interval '1 hour' where bytes = 'cd'",
      ["recordings differs recording ses_1"],
    ],
    ["a range gone", "delete from recording_ranges where kind = 'i'", ["recordings differs recording ses_1"]],
    [
      "a range made",
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count)
      values ('ses_1', 1, 'i', 1, 1, 1)`,
      ["recordings differs recording ses_1"],
    ],
    [
      "two ranges that changed places",
      `update recording_ranges set first_sequence = 1 - first_sequence,
      last_sequence = 1 - last_sequence where kind = 'o'`,
      ["recordings differs recording ses_1"],
    ],
    ["a recording gone", "delete from recordings", ["recordings no-row recording ses_1"]],
    [
      "a gap that is not named",
      "delete from recording_ranges where kind = 'g'",
      ["recordings differs recording ses_1", "recordings no-row gap ses_1 3-4"],
    ],
    [
      "a gap that was none",
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
      values ('ses_1', 1, 'g', 9, 9, 0, 'not-resent')`,
      ["recordings differs recording ses_1", "recordings no-event gap ses_1 9-9"],
    ],
    [
      "a gap's cause",
      "update recording_ranges set bytes = 'channel-closed' where kind = 'g'",
      ["recordings differs recording ses_1", "recordings differs gap ses_1 3-4"],
    ],
    [
      "a gap without a cause that there is",
      `alter table recording_ranges drop constraint recording_ranges_gap_cause;
      update recording_ranges set bytes = 'lost' where kind = 'g'`,
      [
        "recordings differs recording ses_1",
        "recordings differs gap ses_1 3-4",
        "recordings unreadable recording ses_1",
      ],
    ],
    [
      "a mark that says nothing",
      "update recording_ranges set bytes = '{}' where kind = 'm'",
      ["recordings differs recording ses_1", "recordings unreadable recording ses_1"],
    ],
    [
      "a line of the agent's log",
      "update agent_log_events set message = 'x' where event_id = 'l1'",
      ["fetched differs fetched ses_1"],
    ],
    ["a line less", "delete from agent_log_events where event_id = 'l2'", ["fetched differs fetched ses_1"]],
    [
      "a piece of an object",
      "update agent_log_chunks set bytes = 'x'",
      ["fetched differs log-object ses_1 v1"],
    ],
    ["an object less", "delete from agent_log_objects", ["fetched no-row log-object ses_1 v1"]],
    ["a trail record", `update trail_events set record = '{"a": 2}'`, ["fetched differs fetched ses_1"]],
    [
      "all that was fetched",
      "delete from trail_events; delete from agent_log_events",
      ["fetched no-row fetched ses_1"],
    ],
    [
      "a trail record made",
      `insert into trail_events (event_id, session_id, account_id, region, name, at, record)
      values ('t2', 'ses_2', '1', 'r', 'n', now(), '{}')`,
      ["fetched no-event fetched ses_2"],
    ],
    [
      "an event that says it again",
      `insert into audit_events (id, code, outcome, actor_kind, actor_id, request_id, data)
      values ('aud_z', 'request.created', 'done', 'person', 'per_ana', 'req_1', '{}')`,
      ["rows inserted request req_1", "rows differs request-state req_1"],
    ],
    [
      "an event without a hash",
      "update audit_events set data = '{}' where code = 'review.opened'",
      ["rows no-hash review rev_1"],
    ],
  ])("%s", async (_title, statement, faults) => {
    expect((await compareWhile(statement.split(/;\s/))).faults.sort()).toEqual([...faults].sort());
  });
});

it.each([
  ["carries no cause", `update audit_events set data = data - 'cause' where code = 'recording.gap-found'`],
  ["is missing", "delete from audit_events where code = 'recording.gap-found'"],
])("a gap whose event, of an earlier version, %s, is counted, and no fault", async (_title, statement) => {
  expect(await compareWhile([statement])).toEqual({ compared: 16, unbound: 1, faults: [] });
});

it("a row whose event is of an earlier version is counted, and no fault", async () => {
  const old = ["update audit_events set data = '{}' where code = 'review.opened'"];
  expect(await compareWhile(old, null)).toEqual({ compared: 16, unbound: 1, faults: [] });
  expect(await compareWhile(old, "9999")).toEqual({ compared: 16, unbound: 1, faults: [] });
});
