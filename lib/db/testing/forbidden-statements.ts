import type { Login } from "./database";
import { HASH } from "./forbidden-rows";

const ALL = ["web", "gateway", "jobs"] as const;
const NOT_WEB = ["gateway", "jobs"] as const;

/** What a login must not be able to do; the owner of the tables could, unless triggers keep even the owner from it. */
export const FORBIDDEN: readonly {
  by: readonly Login[];
  what: string;
  statement: string;
  isFrozen?: true;
}[] = [
  {
    by: NOT_WEB,
    what: "make a sign-in for somebody",
    statement: `insert into sign_ins (id, person_id, token_hash, provider_tokens, expires_at)
      values ('sgn_x', 'per_ben', '${"1".repeat(64)}', '', now() + interval '1 hour')`,
  },
  {
    by: ["web", "jobs"],
    what: "make a passkey for somebody",
    statement: `insert into passkeys (id, person_id, credential_id, public_key, counter, is_synced, name, counts_from)
      values ('psk_x', 'per_ben', 'x', '\\x01', 0, false, 'x', now() + interval '1 minute')`,
  },
  {
    by: ["web", "jobs"],
    what: "say that somebody has proven something with a passkey",
    statement: `insert into passkey_proofs (id, passkey_id, purpose, subject_sha256)
      values ('prf_x', 'psk_ben', 'decision', '${HASH}')`,
  },
  {
    by: ["web", "jobs"],
    what: "use a proof up",
    statement: `update passkey_proofs set used_at = now(), used_by = 'window:2' where id = 'prf_2'`,
  },
  {
    by: ["web", "jobs"],
    what: "ask a passkey something",
    statement: `insert into passkey_challenges (id, person_id, purpose, subject_sha256, challenge)
      values ('chl_x', 'per_ben', 'decision', '${HASH}', decode('${HASH}', 'hex'))`,
  },
  {
    by: ALL,
    what: "give a passkey to somebody else",
    statement: `update passkeys set person_id = 'per_ana' where id = 'psk_ben'`,
    isFrozen: true,
  },
  {
    by: ALL,
    what: "have a passkey count earlier",
    statement: `update passkeys set counts_from = created_at - interval '1 day' where id = 'psk_ben'`,
    isFrozen: true,
  },
  {
    by: ALL,
    what: "use a proof once more",
    statement: `update passkey_proofs set used_at = null, used_by = null where id = 'prf_1'`,
    isFrozen: true,
  },
  {
    by: ALL,
    what: "turn a proof into one of something else",
    statement: `update passkey_proofs set subject_sha256 = '${"1".repeat(64)}' where id = 'prf_2'`,
    isFrozen: true,
  },
  {
    by: ALL,
    what: "have a fresh sign-in be fresh again",
    statement: `update fresh_sign_ins set proven_at = now() where id = 'fsi_ben'`,
    isFrozen: true,
  },
  {
    by: ALL,
    what: "put the hash of a token of its own into somebody's sign-in",
    statement: `update sign_ins set token_hash = '${"2".repeat(64)}' where id = 'sgn_ben'`,
  },
  {
    by: ALL,
    what: "lengthen a sign-in",
    statement: "update sign_ins set expires_at = expires_at + interval '1 day'",
  },
  {
    by: ALL,
    what: "give a sign-in to another person",
    statement: "update sign_ins set person_id = 'per_ana'",
  },
  { by: NOT_WEB, what: "read the provider's tokens", statement: "select provider_tokens from sign_ins" },
  {
    by: NOT_WEB,
    what: "replace the provider's tokens",
    statement: "update sign_ins set provider_tokens = 'x'",
  },
  { by: ["jobs"], what: "read who is signed in", statement: "select id, token_hash from sign_ins" },
  {
    by: NOT_WEB,
    what: "make a person",
    statement: `insert into people (id, issuer, subject, name, groups, roles, groups_read_at)
      values ('per_x', 'i', 'x', 'X', '{}', '{administrator}', now())`,
  },
  { by: NOT_WEB, what: "put somebody into a group", statement: "update people set groups = '{sre-leads}'" },
  { by: NOT_WEB, what: "give somebody a role", statement: "update people set roles = '{administrator}'" },
  {
    by: NOT_WEB,
    what: "say that groups were just confirmed",
    statement: "update people set groups_read_at = now() + interval '1 year'",
  },
  { by: NOT_WEB, what: "let a disabled person in again", statement: "update people set disabled_at = null" },
  {
    by: ALL,
    what: "make somebody another person of the provider",
    statement: "update people set subject = 'eve' where id = 'per_ana'",
  },
  {
    by: NOT_WEB,
    what: "decide a request",
    statement: `insert into decisions (id, request_id, person_id, verdict, request_version, request_hash, rule_version)
      values ('dec_x', 'req_1', 'per_ben', 'approve', 1, '${HASH}', '1')`,
  },
  {
    by: NOT_WEB,
    what: "make a request",
    statement: `insert into requests (id, requester_id, justification, window_seconds, state, rule_version, obligations, lapses_at)
      values ('req_x', 'per_ana', 'why', 600, 'waiting', '1', '{}', now())`,
  },
  {
    by: ALL,
    what: "lengthen a request's window",
    statement: "update requests set window_seconds = 3600 where id = 'req_1'",
  },
  {
    by: ALL,
    what: "change what a request was for",
    statement: "update requests set justification = 'because' where id = 'req_1'",
  },
  {
    by: ALL,
    what: "make a request somebody else's",
    statement: "update requests set requester_id = 'per_ben' where id = 'req_1'",
  },
  {
    by: NOT_WEB,
    what: "add a node to a request",
    statement: "insert into request_nodes values ('req_1', 'i-2', '111122223333', 'eu-west-1', 'staging')",
  },
  {
    by: ALL,
    what: "take a node out of a request",
    statement: "delete from request_nodes where request_id = 'req_1'",
    isFrozen: true,
  },
  {
    by: NOT_WEB,
    what: "make a grant",
    statement: `insert into grants (id, request_id, person_id, starts_at, ends_at, window_seconds, rule_version, obligations)
      values ('grt_x', 'req_1', 'per_ana', now(), now() + interval '10 minutes', 600, '1', '{}')`,
  },
  {
    by: ALL,
    what: "lengthen a grant",
    statement: "update grants set ends_at = ends_at + interval '1 hour'",
    isFrozen: true,
  },
  {
    by: ALL,
    what: "make a grant somebody else's",
    statement: "update grants set person_id = 'per_ben'",
    isFrozen: true,
  },
  {
    by: NOT_WEB,
    what: "add a node to a grant",
    statement: "insert into grant_nodes values ('grt_2', 'i-2')",
  },
  {
    by: NOT_WEB,
    what: "make a session",
    statement: `insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state)
      values ('ses_x', 'brokered', 'grt_2', 'per_ana', '111122223333', 'eu-west-1', 'i-2', 'd', 'created')`,
  },
  { by: ALL, what: "make a session somebody else's", statement: "update sessions set person_id = 'per_ben'" },
  { by: ALL, what: "move a session to another node", statement: "update sessions set node_id = 'i-2'" },
  {
    by: ALL,
    what: "make a session start another document",
    statement: "update sessions set document_name = 'AWS-StartSSHSession'",
  },
  {
    by: ["web"],
    what: "write a session's policy",
    statement: "update sessions set policy = '{}' where grant_id is not null",
  },
  {
    by: ["jobs"],
    what: "hold a session",
    statement:
      "update sessions set state = 'opening', gateway_id = 'prc_x', epoch = epoch + 1 where id = 'ses_2'",
  },
  { by: ["web", "gateway"], what: "change a node's tags", statement: "update nodes set tags = '{}'" },
  {
    by: NOT_WEB,
    what: "close a review",
    statement:
      "update reviews set state = 'closed', verdict = 'in-order', closed_at = now(), closed_by_id = 'per_ana'",
  },
  {
    by: ALL,
    what: "open a review that is closed already",
    statement: `insert into reviews (id, session_id, state, verdict, due_at, closed_at, closed_by_id)
      values ('rev_3', 'ses_3', 'closed', 'in-order', now(), now(), 'per_ben')`,
  },
  {
    by: ALL,
    what: "put something into the inbox that is done already",
    statement:
      "insert into inbox_items (id, kind, subject_id, done_at) values ('inb_x', 'review', 'rev_2', now())",
  },
  { by: ["gateway"], what: "read what waits for whom", statement: "select groups from inbox_items" },
  {
    by: ALL,
    what: "say when something was recorded",
    statement: `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, at)
      values ('ses_2', 1, 'o', 1, 1, 0, '2020-01-01')`,
  },
  {
    by: ALL,
    what: "say when a node's own log was fetched",
    statement: `insert into agent_log_events (event_id, session_id, position, at, message, fetched_at)
      values ('e', 'ses_2', 1, now(), '', '2020-01-01')`,
  },
  { by: ["web"], what: "read a recording", statement: "select bytes from recording_ranges" },
  {
    by: ["web", "jobs"],
    what: "write a recording",
    statement: `insert into recording_ranges (id, session_id, epoch, kind, first_sequence, last_sequence, byte_count)
      values (1, 'ses_2', 1, 'o', 1, 1, 0)`,
  },
  { by: ["web"], what: "read a node's own log", statement: "select message from agent_log_events" },
  {
    by: ["web", "gateway"],
    what: "write a node's own log",
    statement:
      "insert into agent_log_events (event_id, session_id, position, at, message) values ('e', 'ses_2', 1, now(), '')",
  },
  {
    by: ["web", "gateway"],
    what: "write the trail",
    statement:
      "insert into trail_events (event_id, account_id, region, name, at, record) values ('e', '111122223333', 'r', 'n', now(), '{}')",
  },
  {
    by: ["web", "gateway"],
    what: "take an event out of those to be sealed",
    statement: "delete from audit_pending",
  },
  { by: ["web", "gateway"], what: "read what is queued", statement: "select * from graphile_worker.jobs" },
  {
    by: ["web", "gateway"],
    what: "delete what is queued",
    statement: "delete from graphile_worker._private_jobs",
  },
  {
    by: ["web", "gateway"],
    what: "queue a job past the door",
    statement: "select graphile_worker.add_job('end-session', '{}'::json)",
  },
  {
    by: ["gateway"],
    what: "have a job write a document in AWS",
    statement: "select halligan_add_job('create-document', '{}'::json, null, null, 1)",
  },
  {
    by: ["web"],
    what: "have a job open a review",
    statement: "select halligan_add_job('open-review', '{}'::json, null, null, 1)",
  },
  { by: ALL, what: "make a table", statement: "create table public.mine (id int)" },
  {
    by: ALL,
    what: "switch off what keeps evidence as it is",
    statement: "alter table decisions disable trigger user",
  },
  { by: ALL, what: "become the owner of the tables", statement: "set role halligan_owner" },
];
