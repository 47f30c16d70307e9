import type { LoginPrivileges } from "../privileges";
import { DELIVERY, INBOX_ITEM } from "./inserted";

/** Of the web process. */
export const WEB: LoginPrivileges = {
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
    deliveries: { select: "*", insert: DELIVERY, update: "state closed_at" },
    delivery_channels: { select: "*" },
    grant_nodes: { select: "*", insert: "*" },
    grants: {
      select: "*",
      insert:
        "id request_id person_id starts_at ends_at rule_version obligations most_nodes selector window_seconds window_start os_user",
      update: "starts_at ends_at ended_at end_reason ended_by_id first_used_at",
    },
    groups_questions: { select: "*", update: "due_at tries answered_at refusal", delete: true },
    inbox_items: {
      select: "*",
      insert: INBOX_ITEM,
      update: "except_person_ids done_at remind_at reminded_at",
    },
    imported_sessions: { select: "*" },
    node_stars: { select: "*", insert: "person_id node_id", delete: true },
    nodes: { select: "*" },
    fresh_sign_ins: {
      select: "*",
      insert: "id sign_in_id purpose subject_sha256 return_to state_sha256 nonce code_verifier",
      update: "proven_at",
    },
    passkey_proofs: { select: "*" },
    passkeys: { select: "id person_id is_synced name created_at counts_from last_used_at removed_at" },
    notice_choices: { select: "*", insert: "*", update: "is_on" },
    push_devices: {
      select: "id person_id address name created_at",
      insert: "id person_id address public_key shared_secret name",
      delete: true,
    },
    notices: {
      select: "*",
      insert: "id person_id kind subject_id request_id actor_id created_at",
      update: "seen_at done_at",
    },
    on_call_feeds: { select: "*" },
    on_call_shifts: { select: "*" },
    people: {
      select: "*",
      insert: "id issuer subject name groups roles groups_read_at guide_steps",
      update: "name email groups roles groups_read_at disabled_at guide_steps language",
    },
    processes: { select: "*" },
    provider_probes: { select: "*" },
    recorded_input: { select: "*" },
    recording_gaps: { select: "*" },
    recordings: { select: "*" },
    recording_packs: { select: "*" },
    recording_deletions: {
      select: "*",
      insert: "id session_id reason asked_by_id",
      update: "state confirmed_by_id confirmed_at closed_at",
    },
    recording_holds: { select: "*", insert: "id session_id reason placed_by_id" },
    hold_liftings: {
      select: "*",
      insert: "id hold_id reason asked_by_id",
      update: "state confirmed_by_id closed_at",
    },
    input_openings: {
      select: "*",
      insert: "id session_id reason asked_by_id",
      update: "state confirmed_by_id closed_at",
    },
    retention_rules: {
      select: "*",
      insert: "id protection days reason asked_by_id",
      update: "state confirmed_by_id closed_at",
    },
    break_glasses: {
      select: "*",
      insert: "request_id person_id unit budget cosigner_for",
      update: "broken_at note verdict verdict_reason judged_by_id",
    },
    policy_versions: {
      select: "*",
      insert: "id files sha256 reason proposed_by_id",
      update: "state decided_by_id decision_reason replaced_at",
    },
    policy_rehearsals: { select: "*" },
    request_extensions: { select: "*", insert: "*" },
    request_facts: { select: "*", insert: "*" },
    request_entries: { select: "*", insert: "*" },
    request_nodes: { select: "*", insert: "*" },
    requests: {
      select: "*",
      insert:
        "id requester_id justification incident window_seconds state version rule_version obligations created_at lapses_at most_nodes selector window_start os_users",
      update: "state version closed_at",
    },
    reviews: { select: "*", update: "state verdict notes closed_at closed_by_id queue_at" },
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
        "id kind grant_id person_id account_id region node_id document_name state created_at cols rows epoch os_user",
      update: "state end_requested_at end_reason end_note ended_by_id ended_at end_confirmed_at end_answer",
    },
    session_grades: { select: "session_id gaps gap_count logs alarms fully_read_at hidden hidden_count" },
    sign_ins: {
      select: "*",
      insert: "id person_id provider_tokens expires_at token_hash",
      update: "provider_tokens ended_at end_reason",
    },
    trail_events: { select: "*" },
  },
  further: ["call halligan_add_job", "call halligan_is_held", "call halligan_rule_in_force"],
};
