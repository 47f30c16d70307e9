-- As before, and what people are told by push has a worker of its own: a service that is silent about all of them holds up no
-- endpoint. The messages of one person go one after the other.
CREATE OR REPLACE FUNCTION "halligan_add_job"(name text, payload json, job_key text, run_at timestamptz, max_attempts int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (
    session_user = current_user
    OR pg_has_role(session_user, 'halligan_jobs', 'MEMBER')
    OR (pg_has_role(session_user, 'halligan_web', 'MEMBER') AND name IN
      ('end-session', 'end-grant-sessions', 'read-inventory', 'test-connection', 'create-document',
       'deliver-mail', 'deliver-push', 'deliver-webhook'))
    OR (pg_has_role(session_user, 'halligan_gateway', 'MEMBER') AND name IN
      ('end-session', 'open-review', 'fetch-evidence'))
  ) THEN
    RAISE EXCEPTION '% may not queue %', session_user, name USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(identifier => name, payload => payload, job_key => job_key, run_at => run_at,
    max_attempts => max_attempts,
    queue_name => CASE WHEN name IN ('deliver-push', 'deliver-webhook') THEN left(payload ->> 'channel', 60) END);
END
$$;
