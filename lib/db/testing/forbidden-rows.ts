export const HASH = "0".repeat(64);

/** The rows that the statements of forbidden-statements.ts speak of. */
export const ROWS = `
  insert into people (id, issuer, subject, name, groups, roles, groups_read_at) values
    ('per_ana', 'i', 'ana', 'Ana', '{}', '{}', now()), ('per_ben', 'i', 'ben', 'Ben', '{}', '{}', now());
  insert into sign_ins (id, person_id, token_hash, provider_tokens, expires_at)
    values ('sgn_ben', 'per_ben', '${HASH}', 'sealed', now() + interval '1 hour');
  insert into passkeys (id, person_id, credential_id, public_key, counter, is_synced, name, created_at, counts_from)
    values ('psk_ben', 'per_ben', 'c', '\\x01', 0, false, 'Laptop', now(), now());
  insert into passkey_proofs (id, passkey_id, purpose, subject_sha256, used_at, used_by)
    values ('prf_1', 'psk_ben', 'start', '${HASH}', now(), 'window:1'), ('prf_2', 'psk_ben', 'decision', '${HASH}', null, null);
  insert into fresh_sign_ins (id, sign_in_id, purpose, subject_sha256, return_to, state_sha256, nonce, code_verifier, proven_at)
    values ('fsi_ben', 'sgn_ben', 'start', '${HASH}', '/', '${HASH}', 'n', 'v', now());
  insert into accounts (id, name, protection, regions) values ('111122223333', 'core', 'staging', '{}');
  insert into nodes (id, account_id, region, name, host_name, platform, agent_version, tags, protection, is_online, read_at)
    values ('i-1', '111122223333', 'eu-west-1', 'a', 'a', 'Linux', '3', '{}', 'staging', true, now()),
      ('i-2', '111122223333', 'eu-west-1', 'b', 'b', 'Linux', '3', '{}', 'staging', true, now());
  insert into requests (id, requester_id, justification, window_seconds, state, rule_version, obligations, lapses_at,
    closed_at) values ('req_1', 'per_ana', 'why', 600, 'waiting', '1', '{}', now(), null),
      ('req_2', 'per_ana', 'why', 600, 'approved', '1', '{}', now(), now());
  insert into request_nodes (request_id, node_id, account_id, region, protection)
    values ('req_1', 'i-1', '111122223333', 'eu-west-1', 'staging'), ('req_2', 'i-1', '111122223333', 'eu-west-1', 'staging'),
      ('req_2', 'i-2', '111122223333', 'eu-west-1', 'staging');
  insert into grants (id, request_id, person_id, starts_at, ends_at, window_seconds, rule_version, obligations)
    values ('grt_2', 'req_2', 'per_ana', now(), now() + interval '10 minutes', 600, '1', '{}');
  insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state)
    values ('ses_2', 'brokered', 'grt_2', 'per_ana', '111122223333', 'eu-west-1', 'i-1', 'd', 'created');
  insert into sessions (id, kind, account_id, region, node_id, document_name, state, ended_at, end_reason)
    values ('ses_3', 'imported', '111122223333', 'eu-west-1', 'i-2', 'd', 'ended', now(), 'exited');
  insert into recordings (session_id) values ('ses_2');
  insert into reviews (id, session_id, state, due_at) values ('rev_2', 'ses_2', 'open', now());
`;
