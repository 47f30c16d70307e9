-- Group roles of the three processes, run before the migrations and safe to run again. Each process logs in as a
-- member of one of them; none owns anything.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['halligan_web', 'halligan_gateway', 'halligan_jobs'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another migration of the same server was faster
      END;
    END IF;
  END LOOP;
END
$$;
