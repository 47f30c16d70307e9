import type { Login } from "./database";
import type { Privileges } from "./privileges";

/**
 * What each process's login may do, table by table and column by column: written by hand, from what the process's own
 * statements need. Whoever adds a table, a column or a statement says here who may what; prisma/grants.sql must agree.
 */
export const EXPECTED: Readonly<Record<Login, { tables: Privileges; further: readonly string[] }>> = {
  web: {
    tables: {
      account_regions: { select: "*", update: "test_ordered_at test_ordered_by_id" },
      accounts: { select: "*" },
      anonymous_refusals: { select: "*", insert: "*", update: "count" },
      audit_batches: { select: "*" },
      audit_events: { select: "*", insert: "*" },
      audit_links: { select: "*" },
      audit_pending: { select: "*", insert: "*" },
      connection_checks: { select: "*" },
      decisions: { select: "*", insert: "*" },
      grant_nodes: { select: "*", insert: "*" },
      grants: {
        select: "*",
        insert: "*",
        update: "starts_at ends_at ended_at end_reason ended_by_id first_used_at",
      },
      inbox_items: { select: "*", insert: "*", update: "except_person_ids done_at" },
      node_stars: { select: "*", insert: "*", delete: true },
      nodes: { select: "*" },
      people: {
        select: "*",
        insert: "*",
        update: "name email groups roles groups_read_at disabled_at guide_steps language",
      },
      processes: { select: "*" },
      recordings: { select: "*" },
      request_nodes: { select: "*", insert: "*" },
      requests: { select: "*", insert: "*", update: "state version closed_at" },
      reviews: { select: "*", update: "state verdict notes closed_at closed_by_id" },
      session_documents: { select: "*", insert: "*", update: "state detail checked_at created_by_id" },
      session_seats: { select: "*" },
      sessions: {
        select: "*",
        insert:
          "id kind grant_id person_id account_id region node_id document_name state created_at cols rows epoch",
        update: "state end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer",
      },
      sign_ins: { select: "*", insert: "*", update: "provider_tokens ended_at end_reason" },
      trail_events: { select: "*" },
    },
    further: ["call halligan_add_job"],
  },
  gateway: {
    tables: {
      account_regions: { select: "*", update: "gateway_tested_at" },
      accounts: { select: "*" },
      agent_log_events: { select: "*" },
      audit_batches: { select: "*" },
      audit_events: { select: "*", insert: "*" },
      audit_links: { select: "*" },
      audit_pending: { select: "*", insert: "*" },
      connection_checks: { select: "*", insert: "*", update: "outcome detail checked_at" },
      decisions: { select: "*" },
      grant_nodes: { select: "*" },
      grants: { select: "*" },
      inbox_items: { select: "*" },
      nodes: { select: "*" },
      people: { select: "*" },
      processes: { select: "*", insert: "*", update: "worker_ids heartbeat_at problems", delete: true },
      recording_ranges: { select: "*", insert: "*" },
      recordings: { select: "*", insert: "session_id", update: "closed_at gaps" },
      request_nodes: { select: "*" },
      requests: { select: "*" },
      reviews: { select: "*" },
      session_documents: { select: "*" },
      session_seats: { select: "*", insert: "*", delete: true },
      sessions: {
        select: "*",
        update:
          "state window_starts_at window_ends_at policy policy_proof assume_intended_at assumed_at start_intended_at opened_at aws_session_id stream_url client_id cols rows gateway_id epoch end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer failure",
      },
      sign_ins: { select: "id person_id created_at expires_at ended_at end_reason token_hash" },
      trail_events: { select: "*" },
    },
    further: ["call halligan_add_job"],
  },
  jobs: {
    tables: {
      account_regions: { select: "*", insert: "*", update: "read_at failure jobs_tested_at" },
      accounts: { select: "*", insert: "*", update: "name protection regions read_at failure" },
      agent_log_events: { select: "*", insert: "*" },
      audit_batches: { select: "*", insert: "*" },
      audit_events: { select: "*", insert: "*" },
      audit_links: { select: "*", insert: "*" },
      audit_pending: { select: "*", insert: "*", delete: true },
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
        insert: "*",
        update: "done_at escalate_at escalated_at remind_at reminded_at",
      },
      nodes: {
        select: "*",
        insert: "*",
        update:
          "region name host_name platform agent_version ip tags protection is_online ping_at read_at missing_since",
      },
      people: { select: "*" },
      processes: { select: "*", insert: "*", update: "worker_ids heartbeat_at problems", delete: true },
      recording_ranges: { select: "*" },
      recordings: { select: "*" },
      request_nodes: { select: "*" },
      requests: { select: "*", update: "state version closed_at" },
      reviews: { select: "*", insert: "*" },
      session_documents: { select: "*", insert: "*", update: "content_hash state detail checked_at" },
      sessions: {
        select: "*",
        update:
          "state aws_session_id end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer evidence_checked_at failure",
      },
      trail_events: { select: "*", insert: "*" },
    },
    further: ["call halligan_add_job", "use queue"],
  },
};
