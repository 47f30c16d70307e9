-- Which process may do what, run after the migrations and safe to run again. Least first: everything is taken back,
-- then given by name. Evidence tables get INSERT and SELECT at most.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, halligan_web, halligan_gateway, halligan_jobs;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, halligan_web, halligan_gateway, halligan_jobs;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO halligan_web, halligan_gateway, halligan_jobs;

-- everybody reads the loop; recordings and the node's log only where they are served or fetched
GRANT SELECT ON people, accounts, nodes, requests, request_nodes, decisions, grants, grant_nodes, sessions, recordings,
  reviews, inbox_items, audit_events, audit_pending, audit_batches, audit_links, anonymous_refusals, processes, trail_events
  TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON account_regions, connection_checks, session_documents, node_stars
  TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON session_seats TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON sign_ins TO halligan_web, halligan_gateway, halligan_jobs;
GRANT SELECT ON recording_ranges, agent_log_events TO halligan_gateway, halligan_jobs;

-- every use case writes its audit event
GRANT INSERT ON audit_events, audit_pending TO halligan_web, halligan_gateway, halligan_jobs;
GRANT INSERT, UPDATE ON anonymous_refusals TO halligan_web, halligan_gateway;
GRANT INSERT ON audit_batches, audit_links TO halligan_jobs;
GRANT DELETE ON audit_pending TO halligan_jobs;

-- web: people sign in, ask, decide, review
GRANT INSERT, UPDATE ON people, sign_ins, requests, grants, sessions, reviews, inbox_items TO halligan_web;
GRANT INSERT ON request_nodes, decisions, grant_nodes, recordings TO halligan_web;

GRANT INSERT, DELETE ON node_stars TO halligan_web;
-- an administrator orders a test or a document; gateway and jobs write what AWS answered
GRANT UPDATE (test_ordered_at, test_ordered_by_id) ON account_regions TO halligan_web;
GRANT INSERT, UPDATE ON session_documents TO halligan_web;
GRANT UPDATE (gateway_tested_at) ON account_regions TO halligan_gateway;
GRANT INSERT, UPDATE ON connection_checks TO halligan_gateway, halligan_jobs;
GRANT INSERT, UPDATE ON account_regions, session_documents TO halligan_jobs;

-- gateway: opens, records, ends
GRANT UPDATE ON people, sign_ins, sessions, recordings, grants TO halligan_gateway;
GRANT INSERT ON recordings, recording_ranges, reviews, inbox_items TO halligan_gateway;
GRANT UPDATE ON inbox_items TO halligan_gateway;
GRANT INSERT, DELETE ON session_seats TO halligan_gateway;
GRANT USAGE ON SEQUENCE recording_ranges_id_seq TO halligan_gateway;
GRANT INSERT, UPDATE, DELETE ON processes TO halligan_gateway, halligan_jobs;

-- jobs: inventory, ends, evidence, reviews, lapses, the chain
GRANT INSERT, UPDATE ON accounts, nodes, sessions, requests, grants, recordings, reviews, inbox_items, sign_ins TO halligan_jobs;
GRANT INSERT ON agent_log_events, trail_events TO halligan_jobs;

-- the queue: all three add jobs, jobs runs them
DO $$
DECLARE
  queue_table text;
BEGIN
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'graphile_worker') THEN
    GRANT USAGE ON SCHEMA graphile_worker TO halligan_web, halligan_gateway, halligan_jobs;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO halligan_web, halligan_gateway, halligan_jobs;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO halligan_web, halligan_gateway, halligan_jobs;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO halligan_web, halligan_gateway, halligan_jobs;
    -- graphile-worker turns row security on, so that only the owner of its tables sees rows
    FOR queue_table IN
      SELECT oid::regclass::text FROM pg_class
      WHERE relnamespace = 'graphile_worker'::regnamespace AND relkind = 'r' AND relrowsecurity
    LOOP
      EXECUTE format('DROP POLICY IF EXISTS halligan_queue ON %s', queue_table);
      EXECUTE format('CREATE POLICY halligan_queue ON %s TO halligan_web, halligan_gateway, halligan_jobs USING (true) WITH CHECK (true)', queue_table);
    END LOOP;
  END IF;
END
$$;
