import type { TestDatabase } from "@/lib/db/testing/database";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../../row-content";

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

/** Fills a database with a row of each kind that an event speaks of, and the events, as the use cases do. */
export async function fillWithEvidence(database: TestDatabase): Promise<void> {
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
}
