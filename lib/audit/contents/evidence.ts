import { type Content, done, instant } from "./content";

/** What was recorded, and what was fetched from AWS. */
export const EVIDENCE_CONTENTS = {
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
