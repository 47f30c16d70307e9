-- The session's class again, beside what an index finds by it: only what is still kept has a row here. And how many bytes
-- were recorded, once jobs has counted them; null: not yet.
ALTER TABLE "recordings" ADD COLUMN "protection" TEXT, ADD COLUMN "byte_count" BIGINT;
CREATE FUNCTION "keep_recording_protection"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.protection := (SELECT protection FROM sessions WHERE id = NEW.session_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER "keep_protection" BEFORE INSERT ON "recordings" FOR EACH ROW EXECUTE FUNCTION "keep_recording_protection"();
