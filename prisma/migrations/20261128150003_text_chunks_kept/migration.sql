-- The text of a run goes with it, and not before.
CREATE FUNCTION "refuse_text_of_run"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM gone c CROSS JOIN LATERAL (
      SELECT r.first_block + r.blocks AS past FROM text_runs r
      WHERE r.kind = c.kind AND r.first_block <= c.first_block ORDER BY r.first_block DESC LIMIT 1
    ) r WHERE r.past > c.first_block
  ) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER deleted_with_run AFTER DELETE ON "text_chunks" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_text_of_run"();
