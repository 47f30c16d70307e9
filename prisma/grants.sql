-- Which process may do what, run after the migrations and safe to run again. Least first: everything is taken back,
-- then given by name. Evidence tables get INSERT and SELECT at most. Where INSERT names columns, the others have their
-- defaults: nobody writes a row that has ended already, or says when it was written.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, halligan_web, halligan_gateway, halligan_jobs;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, halligan_web, halligan_gateway, halligan_jobs;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO halligan_web, halligan_gateway, halligan_jobs;

-- everybody reads the loop; recordings and the node's log only where they are served or fetched
GRANT SELECT ON people, accounts, account_regions, connection_checks, nodes, requests, request_nodes, request_entries,
  request_extensions,
  decisions, grants, grant_nodes, sessions, recordings, recording_deletions, recording_holds, hold_liftings, input_openings, retention_rules,
  policy_versions, break_glasses, delegations, reviews, processes, trail_events,
  imported_sessions TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON session_documents, inbox_items, notices, deliveries, delivery_channels, notice_choices
  TO halligan_web, halligan_jobs;
GRANT SELECT ON audit_events, audit_pending, audit_batches, audit_links TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON audit_range_seals, audit_tree_nodes TO halligan_gateway, halligan_jobs;
GRANT SELECT ON audit_keys, audit_heads, audit_anchors TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON anonymous_refusals, node_stars, saved_views TO halligan_web;
GRANT SELECT ON session_seats TO halligan_web, halligan_gateway;
-- each process compares what is applied with what it was built for; logs say what a migration needs of older releases
GRANT SELECT (migration_name, finished_at, rolled_back_at, logs) ON _prisma_migrations
  TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON recording_ranges, agent_log_events, agent_log_objects, agent_log_chunks, session_grades
  TO halligan_gateway, halligan_jobs;
-- what was found, without the lines in which it was found
GRANT SELECT (session_id, gaps, gap_count, hidden, hidden_count, logs, alarms, fully_read_at) ON session_grades TO halligan_web;
-- where output is missing and why, of what web may not read
GRANT SELECT ON recording_gaps TO halligan_web, halligan_gateway;
-- how much of what was typed is kept, sealed
GRANT SELECT ON recorded_input TO halligan_web, halligan_gateway;
-- made of what was recorded: read where that is
GRANT SELECT ON replay_progress, recording_segments, recorded_commands TO halligan_gateway, halligan_jobs;
GRANT SELECT ON text_shards, text_postings, text_runs, text_chunks TO halligan_gateway, halligan_jobs;
GRANT SELECT ON text_heads TO halligan_jobs;

-- sign-ins: web alone makes them and holds the provider's tokens; the gateway finds one by its token's hash, which
-- nobody can turn back into a token; jobs have nothing to do with them
GRANT SELECT, INSERT (id, person_id, token_hash, provider_tokens, expires_at),
  UPDATE (provider_tokens, ended_at, end_reason) ON sign_ins TO halligan_web;
GRANT SELECT (id, person_id, token_hash, created_at, expires_at, ended_at, end_reason) ON sign_ins TO halligan_gateway;

-- step-up: web alone walks people to the provider once more, the gateway alone writes what a passkey has to do with. Web
-- reads of passkeys what their person is shown; a row that it makes up is a row that it can't make
GRANT SELECT, INSERT (id, sign_in_id, purpose, subject_sha256, return_to, state_sha256, nonce, code_verifier),
  UPDATE (proven_at) ON fresh_sign_ins TO halligan_web;
GRANT SELECT (id, sign_in_id, purpose, subject_sha256, created_at, proven_at, used_at, used_by), UPDATE (used_at, used_by)
  ON fresh_sign_ins TO halligan_gateway;
GRANT SELECT (id, person_id, is_synced, name, created_at, counts_from, last_used_at, removed_at) ON passkeys TO halligan_web;
GRANT SELECT, INSERT (id, person_id, credential_id, public_key, counter, transports, is_synced, name, created_at, counts_from),
  UPDATE (counter, is_synced, name, last_used_at, removed_at) ON passkeys TO halligan_gateway;
GRANT SELECT, INSERT (id, person_id, purpose, subject_sha256, challenge), DELETE ON passkey_challenges TO halligan_gateway;
GRANT SELECT ON passkey_proofs TO halligan_web, halligan_gateway;
GRANT INSERT (id, passkey_id, purpose, subject_sha256), UPDATE (used_at, used_by) ON passkey_proofs TO halligan_gateway;

-- the gateway says whose groups it wants confirmed; web asks the provider and writes what became of it
GRANT SELECT ON groups_questions TO halligan_web, halligan_gateway;
GRANT INSERT (sign_in_id, wanted_at), UPDATE (wanted_at) ON groups_questions TO halligan_gateway;
GRANT UPDATE (due_at, tries, answered_at, refusal), DELETE ON groups_questions TO halligan_web;

-- every use case writes its audit event; a trigger holds each login to its own kinds (audit-kinds.sql)
GRANT INSERT ON audit_events TO halligan_web, halligan_gateway, halligan_jobs;
GRANT INSERT, UPDATE (count) ON anonymous_refusals TO halligan_web;
GRANT INSERT ON audit_batches, audit_links, audit_range_seals, audit_tree_nodes TO halligan_jobs;
GRANT INSERT (key) ON audit_keys TO halligan_jobs;
GRANT INSERT (size, note) ON audit_heads TO halligan_jobs;
GRANT USAGE ON SEQUENCE audit_heads_number_seq TO halligan_jobs;
GRANT INSERT (name), UPDATE (is_used, since, first_head, last_head, failure) ON audit_anchors TO halligan_jobs;
GRANT DELETE ON audit_pending TO halligan_jobs;

-- web: people sign in, ask, decide, review. Who somebody is (issuer, subject) never changes
GRANT INSERT (id, issuer, subject, name, groups, roles, groups_read_at, guide_steps),
  UPDATE (name, email, groups, roles, groups_read_at, disabled_at, language, guide_steps) ON people TO halligan_web;
GRANT INSERT (id, requester_id, justification, incident, window_seconds, window_start, selector, most_nodes, os_users, state,
  version, rule_version, obligations, created_at, lapses_at), UPDATE (state, version, closed_at) ON requests TO halligan_web;
GRANT INSERT ON request_nodes, request_facts, request_extensions, decisions, grant_nodes, request_entries TO halligan_web;
-- a grant's window is set by its first use, when the person makes the session
GRANT INSERT (id, request_id, person_id, starts_at, ends_at, window_start, window_seconds, selector, most_nodes, os_user,
  rule_version, obligations), UPDATE (starts_at, ends_at, first_used_at, ended_at, end_reason, ended_by_id)
  ON grants TO halligan_web;
GRANT INSERT (id, kind, grant_id, person_id, account_id, region, node_id, document_name, os_user, state, created_at, cols, rows,
  epoch) ON sessions TO halligan_web;
GRANT UPDATE (state, end_requested_at, end_reason, end_note, ended_by_id, ended_at, end_confirmed_at, end_answer)
  ON sessions TO halligan_web;
GRANT UPDATE (state, verdict, notes, closed_at, closed_by_id, queue_at) ON reviews TO halligan_web;
-- one person asks, another confirms; a trigger holds it to its steps
GRANT INSERT (id, session_id, reason, asked_by_id), UPDATE (state, confirmed_by_id, confirmed_at, closed_at)
  ON recording_deletions TO halligan_web;
-- one proposes for how long recordings are kept, another confirms; a trigger writes when, and which version it is
GRANT INSERT (id, protection, days, reason, asked_by_id), UPDATE (state, confirmed_by_id, closed_at)
  ON retention_rules TO halligan_web;
-- one proposes rules, another approves them; a trigger writes when, and which number they have
GRANT INSERT (id, files, sha256, reason, proposed_by_id), UPDATE (state, decided_by_id, decision_reason, replaced_at)
  ON policy_versions TO halligan_web;
-- who breaks the glass, writes a note and is judged; a trigger writes when, and counts the month
GRANT INSERT (request_id, person_id, unit, budget, cosigner_for), UPDATE (broken_at, note, verdict, verdict_reason,
  judged_by_id) ON break_glasses TO halligan_web;
-- who decides for whoever is away; a trigger writes since when, and when it was withdrawn
GRANT INSERT (id, delegator_id, delegate_id, ends_at), UPDATE (withdrawn_at) ON delegations TO halligan_web;
-- one person places a hold, two lift it
GRANT INSERT (id, session_id, reason, placed_by_id) ON recording_holds TO halligan_web;
GRANT INSERT (id, hold_id, reason, asked_by_id), UPDATE (state, confirmed_by_id, closed_at) ON hold_liftings TO halligan_web;
-- one person asks to open what was typed, another confirms
GRANT INSERT (id, session_id, reason, asked_by_id), UPDATE (state, confirmed_by_id, closed_at) ON input_openings TO halligan_web;
GRANT INSERT (id, kind, subject_id, groups, person_id, except_person_ids, created_at, due_at, remind_at, escalate_at, escalate_to),
  UPDATE (except_person_ids, remind_at, reminded_at, done_at) ON inbox_items TO halligan_web;
-- who is told is told once, and sees to it themselves; jobs tell what time does
GRANT INSERT (id, person_id, kind, subject_id, request_id, actor_id, created_at), UPDATE (seen_at, done_at)
  ON notices TO halligan_web;
-- who is told outside the portal is told by jobs; web says whom and of what, and when there is nothing left to tell
GRANT INSERT (id, key, channel, kind, subject_id, request_id, person_id, next_try_at, expires_at, created_at)
  ON deliveries TO halligan_web, halligan_jobs;
GRANT UPDATE (state, closed_at) ON deliveries TO halligan_web;
GRANT INSERT, UPDATE (is_on) ON notice_choices TO halligan_web;
-- with what messages to a browser are encrypted is read by jobs alone, which takes away what its service knows no more
GRANT SELECT (id, person_id, address, name, created_at), INSERT (id, person_id, address, public_key, shared_secret, name), DELETE
  ON push_devices TO halligan_web;
GRANT SELECT, DELETE ON push_devices TO halligan_jobs;
GRANT INSERT (person_id, node_id), DELETE ON node_stars TO halligan_web;
-- whose view it is, of which list, never changes
GRANT INSERT (id, person_id, list, name, query), UPDATE (query), DELETE ON saved_views TO halligan_web;
-- an administrator orders a test or a document; gateway and jobs write what AWS answered
GRANT UPDATE (test_ordered_at, test_ordered_by_id) ON account_regions TO halligan_web;
GRANT INSERT (account_id, region, name, state, detail, created_by_id, checked_at),
  UPDATE (state, detail, created_by_id, checked_at) ON session_documents TO halligan_web;

-- gateway: opens, records, ends. Whose session it is, on what, under which grant, is not its to say
GRANT UPDATE (gateway_tested_at) ON account_regions TO halligan_gateway;
GRANT INSERT, UPDATE (outcome, detail, checked_at) ON connection_checks TO halligan_gateway, halligan_jobs;
GRANT UPDATE (state, window_starts_at, window_ends_at, policy, policy_proof, assume_intended_at, assumed_at,
  start_intended_at, opened_at, aws_session_id, stream_url, client_id, cols, rows, gateway_id, epoch, end_requested_at,
  end_reason, end_note, failure, ended_by_id, ended_at, end_confirmed_at, end_answer, record_checks)
  ON sessions TO halligan_gateway;
-- what KMS needs to give a key back; a trigger deletes it when the session ends, and nobody changes it
GRANT SELECT, INSERT (session_id, key_arn, context, ciphertext) ON channel_keys TO halligan_gateway;
-- gaps: for the release before, which runs on after the migration; the right goes with the column
GRANT INSERT (session_id), UPDATE (closed_at, gaps) ON recordings TO halligan_gateway;
GRANT INSERT (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
  ON recording_ranges TO halligan_gateway;
GRANT USAGE ON SEQUENCE recording_ranges_id_seq TO halligan_gateway;
GRANT INSERT (session_id) ON replay_progress TO halligan_gateway, halligan_jobs;
GRANT INSERT (id, session_id, person_id, gateway_id, kind, window_id, browser, address), DELETE
  ON session_seats TO halligan_gateway;
-- of a passkey that was added its person is told
GRANT SELECT (person_id, kind, subject_id), INSERT (id, person_id, kind, subject_id, request_id, created_at)
  ON notices TO halligan_gateway;
GRANT INSERT (id, kind, worker_ids, problems), UPDATE (worker_ids, heartbeat_at, problems), DELETE
  ON processes TO halligan_gateway, halligan_jobs;

-- jobs: inventory, ends, evidence, reviews, lapses, the chain
GRANT INSERT (id, name, protection, regions), UPDATE (name, protection, regions, read_at, failure)
  ON accounts TO halligan_jobs;
GRANT INSERT (account_id, region, read_at, failure), UPDATE (read_at, failure, jobs_tested_at)
  ON account_regions TO halligan_jobs;
GRANT INSERT (id, account_id, region, name, host_name, platform, agent_version, ip, tags, protection, is_online, ping_at,
  read_at, missing_since), UPDATE (region, name, host_name, platform, agent_version, ip, tags, protection, is_online, ping_at,
  read_at, missing_since) ON nodes TO halligan_jobs;
GRANT INSERT (account_id, region, name, content_hash, state, detail, checked_at),
  UPDATE (content_hash, state, detail, checked_at) ON session_documents TO halligan_jobs;
GRANT UPDATE (state, version, closed_at) ON requests TO halligan_jobs;
GRANT UPDATE (ended_at, end_reason, ended_by_id) ON grants TO halligan_jobs;
GRANT UPDATE (state, aws_session_id, end_requested_at, end_reason, end_note, failure, ended_by_id, ended_at, end_confirmed_at,
  end_answer, evidence_checked_at, completeness, corroboration, graded_at) ON sessions TO halligan_jobs;
-- a session past the portal, which has neither grant nor policy: a constraint keeps jobs from making one of ours
GRANT INSERT (id, kind, account_id, region, node_id, document_name, state, created_at, opened_at, aws_session_id, ended_at,
  end_reason, end_confirmed_at, end_answer) ON sessions TO halligan_jobs;
GRANT INSERT (session_id, owner, reason, is_before_watch), UPDATE (logs, settled_at)
  ON imported_sessions TO halligan_jobs;
GRANT SELECT, INSERT (account_id, region, began_at), UPDATE (read_until, reading_since, next_token)
  ON session_watches TO halligan_jobs;
GRANT INSERT (id, session_id, state, created_at, due_at, queue_at) ON reviews TO halligan_jobs;
GRANT UPDATE (after_range_id, next_frame, segments, commands, lines, state, changed_at, finished_at, failures, failure,
  indexed_segments, indexed_commands, index_failures, index_failed_at, masked_segments, packed_at) ON replay_progress TO halligan_jobs;
GRANT INSERT, DELETE ON recording_segments, recorded_commands TO halligan_jobs;
GRANT UPDATE (masking, masked, masked_lines) ON recording_segments TO halligan_jobs;
-- what was indexed is merged or taken away, never changed
GRANT UPDATE (next_block) ON text_heads TO halligan_jobs;
GRANT INSERT (kind, first_block, blocks, text_bytes, bucket_bits, state), UPDATE (state, next_step, is_stale), DELETE
  ON text_shards TO halligan_jobs;
GRANT USAGE ON SEQUENCE text_shards_id_seq TO halligan_jobs;
GRANT INSERT, DELETE ON text_postings, text_runs, text_chunks TO halligan_jobs;
GRANT INSERT (id, kind, subject_id, groups, person_id, except_person_ids, created_at, due_at, remind_at, escalate_at, escalate_to),
  UPDATE (done_at, remind_at, reminded_at, escalate_at, escalated_at) ON inbox_items TO halligan_jobs;
GRANT INSERT (id, person_id, kind, subject_id, request_id, created_at), UPDATE (done_at) ON notices TO halligan_jobs;
GRANT UPDATE (state, tries, try_count, next_try_at, closed_at) ON deliveries TO halligan_jobs;
GRANT INSERT (name, kind, events), UPDATE (kind, events, is_used, failing_since, failure, delivered_at)
  ON delivery_channels TO halligan_jobs;
GRANT INSERT (event_id, session_id, position, at, message) ON agent_log_events TO halligan_jobs;
GRANT INSERT (session_id, version, bucket, key, size, kept_bytes, modified_at) ON agent_log_objects TO halligan_jobs;
GRANT INSERT (session_id, version, number, bytes) ON agent_log_chunks TO halligan_jobs;
GRANT INSERT (session_id, gaps, gap_count, hidden, hidden_count, logs, alarms, differences, filled, fully_read_at),
  UPDATE (gaps, gap_count, hidden, hidden_count, logs, alarms, differences, filled, fully_read_at) ON session_grades TO halligan_jobs;
GRANT INSERT (event_id, session_id, account_id, region, name, at, error_code, source_identity, record)
  ON trail_events TO halligan_jobs;
-- what was recorded is deleted by one function only, which asks the audit whether two people said so
GRANT UPDATE (state, begun_at, ranges, bytes, last_leaf, closed_at) ON recording_deletions TO halligan_jobs;
REVOKE ALL ON FUNCTION halligan_delete_recorded(text) FROM PUBLIC, halligan_web, halligan_gateway;
GRANT EXECUTE ON FUNCTION halligan_delete_recorded(text) TO halligan_jobs;
GRANT UPDATE (state, closed_at) ON hold_liftings TO halligan_jobs;
GRANT UPDATE (state, closed_at) ON input_openings TO halligan_jobs;
-- whether any is kept, for whoever expires such a request
GRANT SELECT ON recorded_input TO halligan_jobs;
GRANT UPDATE (state, closed_at) ON retention_rules TO halligan_jobs;
REVOKE ALL ON FUNCTION halligan_delete_by_rule(text, text) FROM PUBLIC, halligan_web, halligan_gateway;
GRANT EXECUTE ON FUNCTION halligan_delete_by_rule(text, text) TO halligan_jobs;
REVOKE ALL ON FUNCTION halligan_rule_in_force(text), halligan_rule_permits(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION halligan_rule_in_force(text) TO halligan_web, halligan_jobs;
GRANT EXECUTE ON FUNCTION halligan_rule_permits(text, text) TO halligan_jobs;
-- jobs puts output into a bucket, the gateway reads it back and confirms it, and one function then lets go of the bytes
GRANT SELECT, INSERT (session_id, key) ON recording_keys TO halligan_jobs;
GRANT SELECT ON recording_keys TO halligan_gateway;
GRANT SELECT, INSERT (session_id, number, first_range_id, last_range_id, ranges, bytes, object_key, object_sha256,
  object_bytes), UPDATE (object_key, object_sha256, object_bytes, tried_at, stored_at), DELETE
  ON recording_packs TO halligan_jobs;
GRANT SELECT, UPDATE (confirmed_at) ON recording_packs TO halligan_gateway;
GRANT SELECT ON recording_packs TO halligan_web;
REVOKE ALL ON FUNCTION halligan_hash_range(recording_ranges) FROM PUBLIC;
REVOKE ALL ON FUNCTION halligan_move_pack(text, integer) FROM PUBLIC, halligan_web, halligan_gateway;
GRANT EXECUTE ON FUNCTION halligan_move_pack(text, integer) TO halligan_jobs;
-- whether the identity provider is away is what jobs found, never what web says
GRANT SELECT ON provider_probes TO halligan_web, halligan_gateway, halligan_jobs;
GRANT INSERT (id, tried_at, answered_at, failing_since, away_at),
  UPDATE (tried_at, answered_at, failing_since, away_at) ON provider_probes TO halligan_jobs;
-- who is on call, as feeds say; rules ask it, so the gateway reads it too
GRANT SELECT ON on_call_feeds, on_call_shifts TO halligan_web, halligan_gateway, halligan_jobs;
GRANT INSERT (name, group_name, source, read_at, tried_at, failure),
  UPDATE (group_name, source, read_at, tried_at, failure), DELETE ON on_call_feeds TO halligan_jobs;
GRANT INSERT (feed_name, who, starts_at, ends_at), DELETE ON on_call_shifts TO halligan_jobs;
-- whether rules that were proposed can be approved is what jobs found, never what web says
GRANT UPDATE (checked_at, problems, warnings) ON policy_versions TO halligan_jobs;
-- and so is what they would have made of past requests
GRANT SELECT ON request_facts, policy_rehearsals TO halligan_web, halligan_jobs;
GRANT INSERT (policy_id, since, extent, request_count, rehearsed_count, today_count, counts, differences)
  ON policy_rehearsals TO halligan_jobs;
-- how many bytes there are, for who asks what a rule would delete
GRANT UPDATE (byte_count) ON recordings TO halligan_jobs;
REVOKE ALL ON FUNCTION halligan_is_held(text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION halligan_is_held(text, boolean) TO halligan_web, halligan_gateway, halligan_jobs;

-- the queue: web and gateway add the jobs that halligan_add_job lets them add; jobs runs them
REVOKE ALL ON FUNCTION halligan_add_job(text, json, text, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION halligan_add_job(text, json, text, timestamptz, int)
  TO halligan_web, halligan_gateway, halligan_jobs;
DO $$
DECLARE
  queue_table text;
BEGIN
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'graphile_worker') THEN
    REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC, halligan_web, halligan_gateway;
    REVOKE ALL ON ALL TABLES IN SCHEMA graphile_worker FROM PUBLIC, halligan_web, halligan_gateway;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA graphile_worker FROM PUBLIC, halligan_web, halligan_gateway;
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA graphile_worker FROM PUBLIC, halligan_web, halligan_gateway;
    GRANT USAGE ON SCHEMA graphile_worker TO halligan_jobs;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO halligan_jobs;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO halligan_jobs;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO halligan_jobs;
    -- graphile-worker turns row security on, so that only the owner of its tables sees rows; what is in force already is
    -- left alone: to make it anew takes a lock that stands in the way of whoever queues something
    FOR queue_table IN
      SELECT oid::regclass::text FROM pg_class c
      WHERE relnamespace = 'graphile_worker'::regnamespace AND relkind = 'r' AND relrowsecurity
        AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'graphile_worker' AND p.tablename = c.relname
          AND p.policyname = 'halligan_queue' AND p.roles = '{halligan_jobs}' AND p.cmd = 'ALL' AND p.permissive = 'PERMISSIVE'
          AND p.qual = 'true' AND p.with_check = 'true')
    LOOP
      EXECUTE format('DROP POLICY IF EXISTS halligan_queue ON %s', queue_table);
      EXECUTE format('CREATE POLICY halligan_queue ON %s TO halligan_jobs USING (true) WITH CHECK (true)', queue_table);
    END LOOP;
  END IF;
END
$$;
