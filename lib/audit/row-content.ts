import { handleOf, type Tx } from "@/lib/db/client";

/** What an event's `contentSha256` is of. */
export type ContentKind = keyof typeof CONTENTS;

interface Content {
  /** The rows there are: `key` (by which the event is found, and which a fault names) and `content`, a jsonb. */
  rows: string;
  /** The events that speak of them: `e` is the event; an expression that equals the row's `key`. */
  eventKey: string;
  eventWhere: string;
  /** Of several events the last one speaks; where false, one event is all there may be. */
  isRepeated: boolean;
}

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const done = (...codes: string[]) =>
  `e.outcome = 'done' and e.code in (${codes.map((code) => `'${code}'`).join(", ")})`;

/**
 * The one form in which a row is hashed, for the event that is written with it and for the verifier: a jsonb of named
 * columns, whose text PostgreSQL writes with sorted keys. Only what doesn't change after the event; a column that a
 * later version adds is no part of it.
 */
export const CONTENTS = {
  request: {
    rows: `select r.id as key, jsonb_build_object(
        'requester', r.requester_id, 'justification', r.justification, 'incident', r.incident,
        'windowSeconds', r.window_seconds, 'windowStart', r.window_start, 'selector', r.selector,
        'mostNodes', r.most_nodes, 'ruleVersion', r.rule_version, 'obligations', r.obligations,
        'createdAt', ${instant("r.created_at")}, 'lapsesAt', ${instant("r.lapses_at")},
        'nodes', (select jsonb_agg(n.node_id order by n.node_id collate "C") from request_nodes n
          where n.request_id = r.id)) as content
      from requests r`,
    eventKey: "e.request_id",
    eventWhere: done("request.created"),
    isRepeated: false,
  },
  decision: {
    rows: `select d.request_id || ' ' || coalesce(d.person_id, 'web') as key, jsonb_build_object(
        'id', d.id, 'request', d.request_id, 'person', d.person_id, 'verdict', d.verdict, 'comment', d.comment,
        'windowSeconds', d.window_seconds, 'nodes', d.node_ids, 'mostNodes', d.most_nodes, 'groups', d.groups,
        'requestVersion', d.request_version, 'ruleVersion', d.rule_version,
        'createdAt', ${instant("d.created_at")}) as content
      from decisions d`,
    eventKey: "e.request_id || ' ' || e.actor_id",
    eventWhere: done("request.approved", "request.denied"),
    isRepeated: false,
  },
  "request-entry": {
    rows: `select n.id as key, jsonb_build_object('request', n.request_id, 'person', n.person_id, 'kind', n.kind,
        'text', n.text, 'answers', n.answers_id, 'createdAt', ${instant("n.created_at")}) as content
      from request_entries n`,
    eventKey: "e.data ->> 'entryId'",
    eventWhere: done(
      ...[
        "request.opened",
        "request.commented",
        "request.questioned",
        "request.answered",
        "request.reminded",
      ],
    ),
    isRepeated: false,
  },
  grant: {
    rows: `select g.id as key, jsonb_build_object(
        'request', g.request_id, 'person', g.person_id, 'windowStart', g.window_start,
        'windowSeconds', g.window_seconds, 'selector', g.selector, 'mostNodes', g.most_nodes,
        'ruleVersion', g.rule_version, 'obligations', g.obligations,
        -- a window that begins with the first use is in another event; a selector's nodes come with its sessions
        'startsAt', case when g.window_start = 'approval' then ${instant("g.starts_at")} end,
        'endsAt', case when g.window_start = 'approval' then ${instant("g.ends_at")} end,
        'nodes', case when g.selector is null then (select jsonb_agg(n.node_id order by n.node_id collate "C")
          from grant_nodes n where n.grant_id = g.id) end) as content
      from grants g`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.issued"),
    isRepeated: false,
  },
  "grant-use": {
    rows: `select g.id as key, jsonb_build_object('startsAt', ${instant("g.starts_at")},
        'endsAt', ${instant("g.ends_at")}, 'firstUsedAt', ${instant("g.first_used_at")}) as content
      from grants g where g.window_start = 'first-use' and g.first_used_at is not null`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.first-used"),
    isRepeated: false,
  },
  "grant-end": {
    rows: `select g.id as key, jsonb_build_object('endedAt', ${instant("g.ended_at")},
        'reason', g.end_reason, 'by', g.ended_by_id) as content
      from grants g where g.ended_at is not null`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.ended"),
    isRepeated: false,
  },
  session: {
    rows: `select s.id as key, jsonb_build_object(
        'grant', s.grant_id, 'person', s.person_id, 'account', s.account_id, 'region', s.region, 'node', s.node_id,
        'document', s.document_name, 'createdAt', ${instant("s.created_at")}) as content
      from sessions s where s.kind = 'brokered'`,
    eventKey: "e.session_id",
    eventWhere: done("session.created"),
    isRepeated: false,
  },
  "session-import": {
    rows: `select s.id as key, jsonb_build_object('account', s.account_id, 'region', s.region, 'node', s.node_id,
        'document', s.document_name, 'awsSession', s.aws_session_id, 'openedAt', ${instant("s.opened_at")},
        'owner', i.owner, 'reason', i.reason, 'isBeforeWatch', i.is_before_watch) as content
      from imported_sessions i join sessions s on s.id = i.session_id`,
    eventKey: "e.session_id",
    eventWhere: done("session.imported"),
    isRepeated: false,
  },
  "session-end": {
    rows: `select s.id as key, jsonb_build_object('state', s.state, 'reason', s.end_reason, 'note', s.end_note,
        'by', s.ended_by_id, 'endedAt', ${instant("s.ended_at")}) as content
      from sessions s where s.state in ('ended', 'failed')
        and (s.kind = 'brokered' or exists (select from imported_sessions i where i.session_id = s.id))`,
    eventKey: "e.session_id",
    eventWhere: `(${done("session.ended")} or e.outcome = 'failed' and e.code = 'session.failed')`,
    isRepeated: false,
  },
  review: {
    rows: `select v.id as key, jsonb_build_object('session', v.session_id,
        'createdAt', ${instant("v.created_at")}, 'dueAt', ${instant("v.due_at")}) as content
      from reviews v`,
    eventKey: "e.review_id",
    eventWhere: done("review.opened"),
    isRepeated: false,
  },
  "review-end": {
    rows: `select v.id as key, jsonb_build_object('verdict', v.verdict, 'notes', v.notes,
        'by', v.closed_by_id, 'closedAt', ${instant("v.closed_at")}) as content
      from reviews v where v.state = 'closed'`,
    eventKey: "e.review_id",
    eventWhere: done("review.closed"),
    isRepeated: false,
  },
  deletion: {
    rows: `select d.id as key, jsonb_build_object('session', d.session_id, 'reason', d.reason,
        'askedBy', d.asked_by_id, 'askedAt', ${instant("d.asked_at")}) as content
      from recording_deletions d where d.rule_id is null`,
    eventKey: "e.data ->> 'deletionId'",
    eventWhere: done("recording.deletion-asked"),
    isRepeated: false,
  },
  "deletion-confirmed": {
    rows: `select d.id as key, jsonb_build_object('confirmedBy', d.confirmed_by_id,
        'confirmedAt', ${instant("d.confirmed_at")}) as content
      from recording_deletions d where d.confirmed_at is not null and d.rule_id is null`,
    eventKey: "e.data ->> 'deletionId'",
    eventWhere: done("recording.deletion-confirmed"),
    isRepeated: false,
  },
  "deletion-by-rule": {
    rows: `select d.id as key, jsonb_build_object('session', d.session_id, 'rule', d.rule_id, 'reason', d.reason,
        'askedBy', d.asked_by_id, 'confirmedBy', d.confirmed_by_id, 'begunAt', ${instant("d.begun_at")},
        'ranges', d.ranges, 'bytes', d.bytes, 'lastLeaf', d.last_leaf) as content
      from recording_deletions d where d.rule_id is not null`,
    eventKey: "e.data ->> 'deletionId'",
    eventWhere: `${done("recording.deletion-begun")} and e.data ? 'ruleId'`,
    isRepeated: false,
  },
  retention: {
    rows: `select r.id as key, jsonb_build_object('protection', r.protection, 'days', r.days, 'reason', r.reason,
        'askedBy', r.asked_by_id, 'askedAt', ${instant("r.asked_at")}) as content
      from retention_rules r`,
    eventKey: "e.data ->> 'ruleId'",
    eventWhere: done("retention.proposed"),
    isRepeated: false,
  },
  "retention-confirmed": {
    rows: `select r.id as key, jsonb_build_object('confirmedBy', r.confirmed_by_id,
        'confirmedAt', ${instant("r.confirmed_at")}, 'version', r.version,
        'effectiveAt', ${instant("r.effective_at")}) as content
      from retention_rules r where r.confirmed_at is not null`,
    eventKey: "e.data ->> 'ruleId'",
    eventWhere: done("retention.confirmed"),
    isRepeated: false,
  },
  policy: {
    rows: `select p.id as key, jsonb_build_object('files', p.files, 'sha256', p.sha256, 'reason', p.reason,
        'proposedBy', p.proposed_by_id, 'proposedAt', ${instant("p.proposed_at")}) as content
      from policy_versions p`,
    eventKey: "e.data ->> 'policyId'",
    eventWhere: done("policy.proposed"),
    isRepeated: false,
  },
  "policy-checked": {
    rows: `select p.id as key, jsonb_build_object('problems', p.problems, 'warnings', p.warnings,
        'checkedAt', ${instant("p.checked_at")}) as content
      from policy_versions p where p.checked_at is not null`,
    eventKey: "e.data ->> 'policyId'",
    eventWhere: done("policy.checked"),
    isRepeated: false,
  },
  "policy-decided": {
    rows: `select p.id as key, jsonb_build_object('decidedBy', p.decided_by_id,
        'decidedAt', ${instant("p.decided_at")}, 'number', p.number, 'reason', p.decision_reason) as content
      from policy_versions p where p.decided_at is not null`,
    eventKey: "e.data ->> 'policyId'",
    eventWhere: done("policy.approved", "policy.rejected"),
    isRepeated: false,
  },
  hold: {
    rows: `select h.id as key, jsonb_build_object('session', h.session_id, 'reason', h.reason,
        'placedBy', h.placed_by_id, 'placedAt', ${instant("h.placed_at")}) as content
      from recording_holds h`,
    eventKey: "e.data ->> 'holdId'",
    eventWhere: done("recording.held"),
    isRepeated: false,
  },
  "hold-lifting": {
    rows: `select l.id as key, jsonb_build_object('hold', l.hold_id, 'reason', l.reason,
        'askedBy', l.asked_by_id, 'askedAt', ${instant("l.asked_at")}) as content
      from hold_liftings l`,
    eventKey: "e.data ->> 'liftingId'",
    eventWhere: done("recording.hold-lift-asked"),
    isRepeated: false,
  },
  "hold-lifted": {
    rows: `select l.id as key, jsonb_build_object('confirmedBy', l.confirmed_by_id,
        'liftedAt', ${instant("l.closed_at")}) as content
      from hold_liftings l where l.state = 'lifted'`,
    eventKey: "e.data ->> 'liftingId'",
    eventWhere: done("recording.hold-lifted"),
    isRepeated: false,
  },
  "input-opening": {
    rows: `select o.id as key, jsonb_build_object('session', o.session_id, 'reason', o.reason,
        'askedBy', o.asked_by_id, 'askedAt', ${instant("o.asked_at")}) as content
      from input_openings o`,
    eventKey: "e.data ->> 'openingId'",
    eventWhere: done("recording.input-opening-asked"),
    isRepeated: false,
  },
  "input-opening-confirmed": {
    rows: `select o.id as key, jsonb_build_object('confirmedBy', o.confirmed_by_id,
        'confirmedAt', ${instant("o.closed_at")}) as content
      from input_openings o where o.state = 'confirmed'`,
    eventKey: "e.data ->> 'openingId'",
    eventWhere: done("recording.input-opening-confirmed"),
    isRepeated: false,
  },
  // Each range's own hash, then all of them in order: so no recording has to fit into memory. That of a range whose bytes
  // lie in a bucket was kept when they left; the function `halligan_hash_range` is the same in the database.
  recording: {
    rows: `select c.session_id as key, jsonb_build_object(
        'startedAt', ${instant("c.started_at")}, 'closedAt', ${instant("c.closed_at")},
        'ranges', r.count, 'bytes', r.bytes, 'sha256', r.sha256) as content
      from recordings c cross join lateral (
        select count(*) as count, coalesce(sum(g.byte_count), 0) as bytes,
          encode(sha256(coalesce(string_agg(case when g.bytes is null and g.moved_row_sha256 is not null then
            g.moved_row_sha256 else sha256(convert_to(concat_ws(' ', g.id, g.epoch, g.kind, g.first_sequence,
            g.last_sequence, g.byte_count, ${instant("g.at")}) || e'\\n', 'UTF8') || coalesce(g.bytes, '')) end, ''
            order by g.id), '')), 'hex') as sha256
        from recording_ranges g where g.session_id = c.session_id
      ) r where c.closed_at is not null`,
    eventKey: "e.session_id",
    eventWhere: done("recording.closed"),
    isRepeated: true,
  },
  pack: {
    rows: `select p.session_id || ' ' || p.number as key, jsonb_build_object('firstRange', p.first_range_id,
        'lastRange', p.last_range_id, 'ranges', p.ranges, 'bytes', p.bytes, 'object', p.object_key,
        'objectSha256', p.object_sha256, 'objectBytes', p.object_bytes) as content
      from recording_packs p where p.moved_at is not null`,
    eventKey: "e.session_id || ' ' || (e.data ->> 'pack')",
    eventWhere: done("recording.moved"),
    isRepeated: false,
  },
  fetched: {
    rows: `select s.id as key, jsonb_build_object('log', l.count, 'logSha256', l.sha256,
        'trail', t.count, 'trailSha256', t.sha256) as content
      from (select session_id as id from agent_log_events union select session_id from trail_events) s
      cross join lateral (
        select count(*) as count, encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(a.event_id,
          a.position, ${instant("a.at")}, a.message)::text, 'UTF8')), '' order by a.position, a.event_id collate "C"),
          '')), 'hex') as sha256
        from agent_log_events a where a.session_id = s.id
      ) l cross join lateral (
        select count(*) as count, encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(a.event_id,
          a.account_id, a.region, a.name, ${instant("a.at")}, a.error_code, a.source_identity, a.record)::text, 'UTF8')),
          '' order by a.event_id collate "C"), '')), 'hex') as sha256
        from trail_events a where a.session_id is not distinct from s.id
      ) t`,
    eventKey: "e.session_id",
    // With its recording a session's log is deleted, and the trail is left.
    eventWhere: done("evidence.fetched", "recording.deleted"),
    isRepeated: true,
  },
  // Each piece's own hash, then all of them in order: no object has to fit into memory.
  "log-object": {
    rows: `select o.session_id || ' ' || o.version as key, jsonb_build_object('bucket', o.bucket, 'key', o.key,
        'size', o.size, 'keptBytes', o.kept_bytes, 'modifiedAt', ${instant("o.modified_at")}, 'sha256', p.sha256) as content
      from agent_log_objects o cross join lateral (
        select encode(sha256(coalesce(string_agg(sha256(c.bytes), '' order by c.number), '')), 'hex') as sha256
        from agent_log_chunks c where c.session_id = o.session_id and c.version = o.version
      ) p`,
    eventKey: "e.session_id || ' ' || (e.data ->> 'version')",
    eventWhere: done("evidence.object-kept"),
    isRepeated: false,
  },
} as const satisfies Record<string, Content>;

/** SQL for the hash of a row's content. */
export const CONTENT_SHA256 = "encode(sha256(convert_to(content::text, 'UTF8')), 'hex')";

/**
 * What an event carries of the row that it speaks of, read back in the event's own transaction, after the row was
 * written: the verifier makes the same hash of the row as it then stands.
 * @param key the id that the event names: of a request, grant, session or review; for a decision the request's, a
 *   space, and the person's or `web`
 * @throws TypeError when there is no such row
 */
export async function contentOf(tx: Tx, kind: ContentKind, key: string): Promise<{ contentSha256: string }> {
  const content = await contentIfAny(tx, kind, key);
  if (!("contentSha256" in content)) throw new TypeError(`there is no ${kind} ${key}`);
  return content;
}

/** The same of a row that may not be there. */
export async function contentIfAny(
  tx: Tx,
  kind: ContentKind,
  key: string,
): Promise<{ contentSha256: string } | Record<never, never>> {
  const rows = await handleOf(tx).$queryRawUnsafe<{ sha256: string }[]>(
    `select ${CONTENT_SHA256} as sha256 from (${CONTENTS[kind].rows}) c where key = $1`,
    key,
  );
  const sha256 = rows[0]?.sha256;
  return sha256 === undefined ? {} : { contentSha256: sha256 };
}
