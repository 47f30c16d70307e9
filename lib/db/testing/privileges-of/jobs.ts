import type { LoginPrivileges } from "../privileges";
import { DELIVERY, INBOX_ITEM } from "./inserted";

/** Of the jobs process. */
export const JOBS: LoginPrivileges = {
  tables: {
    _prisma_migrations: { select: "finished_at migration_name logs rolled_back_at" },
    account_regions: {
      select: "*",
      insert: "account_id region read_at failure",
      update: "read_at failure jobs_tested_at",
    },
    accounts: {
      select: "*",
      insert: "id name protection regions",
      update: "name protection regions read_at failure",
    },
    agent_log_chunks: { select: "*", insert: "*" },
    agent_log_events: { select: "*", insert: "event_id session_id position at message" },
    agent_log_objects: { select: "*", insert: "session_id version bucket key size kept_bytes modified_at" },
    audit_anchors: { select: "*", insert: "name", update: "is_used since first_head last_head failure" },
    audit_batches: { select: "*", insert: "*" },
    audit_events: { select: "*", insert: "*" },
    audit_heads: { select: "*", insert: "size note" },
    audit_keys: { select: "*", insert: "key" },
    audit_links: { select: "*", insert: "*" },
    audit_pending: { select: "*", delete: true },
    audit_range_seals: { select: "*", insert: "*" },
    audit_tree_nodes: { select: "*", insert: "*" },
    connection_checks: { select: "*", insert: "*", update: "outcome detail checked_at" },
    decisions: { select: "*" },
    deliveries: {
      select: "*",
      insert: DELIVERY,
      update: "state tries try_count next_try_at closed_at",
    },
    delivery_channels: {
      select: "*",
      insert: "name kind events",
      update: "kind is_used events failing_since failure delivered_at",
    },
    grant_nodes: { select: "*" },
    grants: { select: "*", update: "ended_at end_reason ended_by_id" },
    "graphile_worker._private_job_queues": { select: "*", insert: "*", update: "*", delete: true },
    "graphile_worker._private_jobs": { select: "*", insert: "*", update: "*", delete: true },
    "graphile_worker._private_known_crontabs": { select: "*", insert: "*", update: "*", delete: true },
    "graphile_worker._private_tasks": { select: "*", insert: "*", update: "*", delete: true },
    "graphile_worker.jobs": { select: "*", insert: "*", update: "*", delete: true },
    "graphile_worker.migrations": { select: "*", insert: "*", update: "*", delete: true },
    inbox_items: {
      select: "*",
      insert: INBOX_ITEM,
      update: "done_at escalate_at escalated_at remind_at reminded_at",
    },
    imported_sessions: {
      select: "*",
      insert: "session_id owner reason is_before_watch",
      update: "logs settled_at",
    },
    nodes: {
      select: "*",
      insert:
        "id account_id region name host_name platform agent_version ip tags protection is_online ping_at read_at missing_since",
      update:
        "region name host_name platform agent_version ip tags protection is_online ping_at read_at missing_since",
    },
    notice_choices: { select: "*" },
    push_devices: { select: "*", delete: true },
    notices: {
      select: "*",
      insert: "id person_id kind subject_id request_id created_at",
      update: "done_at",
    },
    on_call_feeds: {
      select: "*",
      insert: "*",
      update: "group_name source read_at tried_at failure",
      delete: true,
    },
    on_call_shifts: { select: "*", insert: "*", delete: true },
    people: { select: "*" },
    processes: {
      select: "*",
      insert: "id kind worker_ids problems",
      update: "worker_ids heartbeat_at problems",
      delete: true,
    },
    provider_probes: {
      select: "*",
      insert: "*",
      update: "tried_at answered_at failing_since away_at",
    },
    recorded_commands: { select: "*", insert: "*", delete: true },
    recording_ranges: { select: "*" },
    recording_segments: { select: "*", insert: "*", update: "masking masked masked_lines", delete: true },
    recordings: { select: "*", update: "byte_count" },
    replay_progress: {
      select: "*",
      insert: "session_id",
      update:
        "after_range_id next_frame segments commands lines state changed_at finished_at failures failure indexed_segments indexed_commands index_failures index_failed_at masked_segments packed_at",
    },
    recording_deletions: { select: "*", update: "state begun_at ranges bytes last_leaf closed_at" },
    recording_holds: { select: "*" },
    hold_liftings: { select: "*", update: "state closed_at" },
    input_openings: { select: "*", update: "state closed_at" },
    recorded_input: { select: "*" },
    recording_keys: { select: "*", insert: "session_id key" },
    recording_packs: {
      select: "*",
      insert:
        "session_id number first_range_id last_range_id ranges bytes object_key object_sha256 object_bytes",
      update: "object_key object_sha256 object_bytes tried_at stored_at",
      delete: true,
    },
    retention_rules: { select: "*", update: "state closed_at" },
    break_glasses: { select: "*" },
    delegations: { select: "*" },
    policy_versions: { select: "*", update: "problems warnings checked_at" },
    policy_rehearsals: {
      select: "*",
      insert: "policy_id since extent request_count rehearsed_count today_count counts differences",
    },
    request_extensions: { select: "*" },
    request_facts: { select: "*" },
    request_entries: { select: "*" },
    request_nodes: { select: "*" },
    requests: { select: "*", update: "state version closed_at" },
    reviews: { select: "*", insert: "id session_id state created_at due_at queue_at" },
    session_documents: {
      select: "*",
      insert: "account_id region name content_hash state detail checked_at",
      update: "content_hash state detail checked_at",
    },
    session_watches: {
      select: "*",
      insert: "account_id region began_at",
      update: "read_until reading_since next_token",
    },
    sessions: {
      select: "*",
      insert:
        "id kind account_id region node_id document_name state created_at opened_at aws_session_id end_reason ended_at end_confirmed_at end_answer",
      update:
        "state aws_session_id end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer evidence_checked_at failure completeness corroboration graded_at",
    },
    session_grades: {
      select: "*",
      insert: "*",
      update: "gaps gap_count logs alarms differences fully_read_at hidden hidden_count filled",
    },
    text_chunks: { select: "*", insert: "*", delete: true },
    text_heads: { select: "*", update: "next_block" },
    text_postings: { select: "*", insert: "*", delete: true },
    text_runs: { select: "*", insert: "*", delete: true },
    text_shards: {
      select: "*",
      insert: "kind first_block blocks text_bytes bucket_bits state",
      update: "state next_step is_stale",
      delete: true,
    },
    trail_events: {
      select: "*",
      insert: "event_id session_id account_id region name at error_code source_identity record",
    },
  },
  further: [
    ...["call halligan_add_job", "call halligan_delete_by_rule", "call halligan_delete_recorded"],
    ...["call halligan_is_held", "call halligan_move_pack", "call halligan_rule_in_force"],
    ...["call halligan_rule_permits", "use queue"],
  ],
};
