import type { Login } from "./database";
import type { Privileges } from "./privileges";

/** An item as it is put in: not done, nobody reminded of it. */
const INBOX_ITEM =
  "id kind subject_id groups except_person_ids created_at due_at escalate_at escalate_to remind_at";

/**
 * What each process's login may do, table by table and column by column: written by hand, from what the process's own
 * statements need. Whoever adds a table, a column or a statement says here who may what; prisma/grants.sql must agree.
 */
export const EXPECTED: Readonly<Record<Login, { tables: Privileges; further: readonly string[] }>> = {
  web: {
    tables: {
      _prisma_migrations: { select: "finished_at migration_name logs rolled_back_at" },
      account_regions: { select: "*", update: "test_ordered_at test_ordered_by_id" },
      accounts: { select: "*" },
      anonymous_refusals: { select: "*", insert: "*", update: "count" },
      audit_anchors: { select: "*" },
      audit_batches: { select: "*" },
      audit_events: { select: "*", insert: "*" },
      audit_heads: { select: "*" },
      audit_keys: { select: "*" },
      audit_links: { select: "*" },
      audit_pending: { select: "*" },
      connection_checks: { select: "*" },
      decisions: { select: "*", insert: "*" },
      grant_nodes: { select: "*", insert: "*" },
      grants: {
        select: "*",
        insert:
          "id request_id person_id starts_at ends_at rule_version obligations most_nodes selector window_seconds window_start",
        update: "starts_at ends_at ended_at end_reason ended_by_id first_used_at",
      },
      groups_questions: { select: "*", update: "due_at tries answered_at refusal", delete: true },
      inbox_items: {
        select: "*",
        insert: INBOX_ITEM,
        update: "except_person_ids done_at remind_at reminded_at",
      },
      node_stars: { select: "*", insert: "person_id node_id", delete: true },
      nodes: { select: "*" },
      notices: {
        select: "*",
        insert: "id person_id kind subject_id request_id actor_id created_at",
        update: "seen_at done_at",
      },
      people: {
        select: "*",
        insert: "id issuer subject name groups roles groups_read_at guide_steps",
        update: "name email groups roles groups_read_at disabled_at guide_steps language",
      },
      processes: { select: "*" },
      recording_gaps: { select: "*" },
      recordings: { select: "*" },
      recording_deletions: {
        select: "*",
        insert: "id session_id reason asked_by_id",
        update: "state confirmed_by_id confirmed_at closed_at",
      },
      request_entries: { select: "*", insert: "*" },
      request_nodes: { select: "*", insert: "*" },
      requests: {
        select: "*",
        insert:
          "id requester_id justification incident window_seconds state version rule_version obligations created_at lapses_at most_nodes selector window_start",
        update: "state version closed_at",
      },
      reviews: { select: "*", update: "state verdict notes closed_at closed_by_id" },
      saved_views: { select: "*", insert: "id person_id list name query", update: "query", delete: true },
      session_documents: {
        select: "*",
        insert: "account_id region name state detail checked_at created_by_id",
        update: "state detail checked_at created_by_id",
      },
      session_seats: { select: "*" },
      sessions: {
        select: "*",
        insert:
          "id kind grant_id person_id account_id region node_id document_name state created_at cols rows epoch",
        update: "state end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer",
      },
      session_grades: { select: "session_id gaps gap_count logs alarms fully_read_at" },
      sign_ins: {
        select: "*",
        insert: "id person_id provider_tokens expires_at token_hash",
        update: "provider_tokens ended_at end_reason",
      },
      trail_events: { select: "*" },
    },
    further: ["call halligan_add_job"],
  },
  gateway: {
    tables: {
      _prisma_migrations: { select: "finished_at migration_name logs rolled_back_at" },
      account_regions: { select: "*", update: "gateway_tested_at" },
      accounts: { select: "*" },
      agent_log_chunks: { select: "*" },
      agent_log_events: { select: "*" },
      agent_log_objects: { select: "*" },
      audit_anchors: { select: "*" },
      audit_batches: { select: "*" },
      audit_events: { select: "*", insert: "*" },
      audit_heads: { select: "*" },
      audit_keys: { select: "*" },
      audit_links: { select: "*" },
      audit_pending: { select: "*" },
      audit_range_seals: { select: "*" },
      audit_tree_nodes: { select: "*" },
      connection_checks: { select: "*", insert: "*", update: "outcome detail checked_at" },
      decisions: { select: "*" },
      grant_nodes: { select: "*" },
      grants: { select: "*" },
      groups_questions: { select: "*", insert: "sign_in_id wanted_at", update: "wanted_at" },
      nodes: { select: "*" },
      people: { select: "*" },
      processes: {
        select: "*",
        insert: "id kind worker_ids problems",
        update: "worker_ids heartbeat_at problems",
        delete: true,
      },
      recorded_commands: { select: "*" },
      recording_gaps: { select: "*" },
      recording_ranges: {
        select: "*",
        insert: "session_id epoch kind first_sequence last_sequence byte_count bytes",
      },
      recording_segments: { select: "*" },
      recordings: { select: "*", insert: "session_id", update: "closed_at gaps" },
      replay_progress: { select: "*", insert: "session_id" },
      recording_deletions: { select: "*" },
      request_entries: { select: "*" },
      request_nodes: { select: "*" },
      requests: { select: "*" },
      reviews: { select: "*" },
      session_seats: {
        select: "*",
        insert: "id session_id person_id gateway_id kind window_id browser address",
        delete: true,
      },
      sessions: {
        select: "*",
        update:
          "state window_starts_at window_ends_at policy policy_proof assume_intended_at assumed_at start_intended_at opened_at aws_session_id stream_url client_id cols rows gateway_id epoch end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer failure record_checks",
      },
      session_grades: { select: "*" },
      sign_ins: { select: "id person_id created_at expires_at ended_at end_reason token_hash" },
      text_chunks: { select: "*" },
      text_postings: { select: "*" },
      text_runs: { select: "*" },
      text_shards: { select: "*" },
      trail_events: { select: "*" },
    },
    further: ["call halligan_add_job"],
  },
  jobs: {
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
      nodes: {
        select: "*",
        insert:
          "id account_id region name host_name platform agent_version ip tags protection is_online ping_at read_at missing_since",
        update:
          "region name host_name platform agent_version ip tags protection is_online ping_at read_at missing_since",
      },
      notices: {
        select: "*",
        insert: "id person_id kind subject_id request_id created_at",
        update: "done_at",
      },
      people: { select: "*" },
      processes: {
        select: "*",
        insert: "id kind worker_ids problems",
        update: "worker_ids heartbeat_at problems",
        delete: true,
      },
      recorded_commands: { select: "*", insert: "*", delete: true },
      recording_ranges: { select: "*" },
      recording_segments: { select: "*", insert: "*", delete: true },
      recordings: { select: "*" },
      replay_progress: {
        select: "*",
        insert: "session_id",
        update:
          "after_range_id next_frame segments commands lines state changed_at finished_at failures failure indexed_segments indexed_commands index_failures index_failed_at",
      },
      recording_deletions: { select: "*", update: "state begun_at ranges bytes last_leaf closed_at" },
      request_entries: { select: "*" },
      request_nodes: { select: "*" },
      requests: { select: "*", update: "state version closed_at" },
      reviews: { select: "*", insert: "id session_id state created_at due_at" },
      session_documents: {
        select: "*",
        insert: "account_id region name content_hash state detail checked_at",
        update: "content_hash state detail checked_at",
      },
      sessions: {
        select: "*",
        update:
          "state aws_session_id end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer evidence_checked_at failure completeness corroboration graded_at",
      },
      session_grades: {
        select: "*",
        insert: "*",
        update: "gaps gap_count logs alarms differences fully_read_at",
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
    further: ["call halligan_add_job", "call halligan_delete_recorded", "use queue"],
  },
};
