-- What was made of a recording goes as the recording does: while it is being deleted, and not on hold. A statement is
-- asked once for each session of which it deletes, whatever the rows and the holds there ever were.
CREATE FUNCTION "refuse_unless_deleting"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT session_id FROM gone) g
    WHERE NOT EXISTS (SELECT FROM recording_deletions d WHERE d.session_id = g.session_id AND d.state = 'deleting')
      OR halligan_is_held(g.session_id, true)
  ) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER deleted_with_recording AFTER DELETE ON "recording_segments" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_unless_deleting"();
