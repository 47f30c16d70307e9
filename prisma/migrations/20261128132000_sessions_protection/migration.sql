-- The protection class of its node as it was when the session was made: for how long its recording is kept follows from
-- it. Null: of an older release, and not known. Whoever inserts a session doesn't choose it.
ALTER TABLE "sessions" ADD COLUMN "protection" TEXT;
CREATE FUNCTION "keep_session_protection"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.protection := (SELECT protection FROM nodes WHERE id = NEW.node_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER "keep_protection" BEFORE INSERT ON "sessions" FOR EACH ROW EXECUTE FUNCTION "keep_session_protection"();
