-- Output of a finished recording that lies in a bucket, or is on its way there: an object each, of which jobs says what it
-- put and where, and the gateway, which reads it back, that it holds what the database has.
CREATE TABLE "recording_packs" (
  "session_id" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  -- of output, from and to, all there are between them
  "first_range_id" BIGINT NOT NULL,
  "last_range_id" BIGINT NOT NULL,
  "ranges" INTEGER NOT NULL,
  "bytes" BIGINT NOT NULL,
  "object_key" TEXT NOT NULL,
  "object_sha256" TEXT NOT NULL,
  "object_bytes" INTEGER NOT NULL,
  -- when it was first and last tried to put it
  "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "stored_at" TIMESTAMPTZ(3),
  "confirmed_at" TIMESTAMPTZ(3),
  "moved_at" TIMESTAMPTZ(3),
  CONSTRAINT "recording_packs_pkey" PRIMARY KEY ("session_id", "number"),
  CONSTRAINT "recording_packs_order" CHECK ("first_range_id" <= "last_range_id" AND "ranges" > 0 AND "number" > 0),
  CONSTRAINT "recording_packs_sha256" CHECK ("object_sha256" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "recording_packs_steps" CHECK (("confirmed_at" IS NULL OR "stored_at" IS NOT NULL)
    AND ("moved_at" IS NULL OR "confirmed_at" IS NOT NULL))
);
ALTER TABLE "recording_packs" ADD CONSTRAINT "recording_packs_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "recordings"("session_id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "recording_packs_unconfirmed" ON "recording_packs"("stored_at")
  WHERE "stored_at" IS NOT NULL AND "confirmed_at" IS NULL;
CREATE INDEX "recording_packs_unmoved" ON "recording_packs"("begun_at") WHERE "moved_at" IS NULL;

-- Step by step, and each step changes what belongs to it.
CREATE FUNCTION "refuse_changed_pack"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.stored_at IS NOT NULL OR EXISTS (SELECT FROM recording_packs p
      WHERE p.session_id = NEW.session_id AND p.first_range_id <= NEW.last_range_id AND NEW.first_range_id <= p.last_range_id) THEN
      RAISE EXCEPTION 'pack % of % does not begin like this', NEW.number, NEW.session_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE
    WHEN OLD.moved_at IS NOT NULL THEN NULL
    WHEN OLD.confirmed_at IS NOT NULL THEN ARRAY['moved_at']
    -- What was put and can't be read there is put again.
    ELSE ARRAY['object_key', 'object_sha256', 'object_bytes', 'tried_at', 'stored_at', 'confirmed_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'pack % of % cannot be changed like this', OLD.number, OLD.session_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_pack BEFORE INSERT OR UPDATE ON "recording_packs"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_pack"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "recording_packs"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER deleted_with_recording AFTER DELETE ON "recording_packs" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_unless_deleting"();
