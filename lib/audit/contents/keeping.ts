import { type Content, done, instant } from "./content";

/** What two people agree on: how recordings are kept, held, deleted and opened, and which rules apply. */
export const KEEPING = {
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
  "policy-rehearsed": {
    rows: `select h.policy_id as key, jsonb_build_object('since', ${instant("h.since")},
        'finishedAt', ${instant("h.finished_at")}, 'extent', h.extent, 'requests', h.request_count,
        'rehearsed', h.rehearsed_count, 'ofToday', h.today_count, 'counts', h.counts,
        'differences', h.differences) as content
      from policy_rehearsals h`,
    eventKey: "e.data ->> 'policyId'",
    eventWhere: done("policy.rehearsed"),
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
} as const satisfies Record<string, Content>;
