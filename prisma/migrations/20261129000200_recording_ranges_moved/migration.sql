-- Of output whose bytes lie in a bucket: their SHA-256, of which its sealed leaf is made, and that of the range as the end
-- of its recording has it.
ALTER TABLE "recording_ranges"
  ADD COLUMN IF NOT EXISTS "moved_sha256" BYTEA,
  ADD COLUMN IF NOT EXISTS "moved_row_sha256" BYTEA;
ALTER TABLE "recording_ranges" ADD CONSTRAINT "recording_ranges_moved" CHECK (
  ("moved_sha256" IS NULL) = ("moved_row_sha256" IS NULL) AND ("moved_sha256" IS NULL OR "kind" = 'o' AND "bytes" IS NULL
    AND octet_length("moved_sha256") = 32 AND octet_length("moved_row_sha256") = 32)) NOT VALID;

-- A range as the event that closes its recording has it: lib/audit/row-content.ts.
CREATE FUNCTION "halligan_hash_range"(g "recording_ranges") RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT sha256(convert_to(concat_ws(' ', g.id, g.epoch, g.kind, g.first_sequence, g.last_sequence, g.byte_count,
    to_char(g.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) || E'\n', 'UTF8') || coalesce(g.bytes, ''))
$$;

-- Nothing of a range is changed, but that its bytes go when they lie in a bucket and the gateway has read them there.
CREATE FUNCTION "refuse_change_unless_moving"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.kind = 'o' AND OLD.bytes IS NOT NULL AND NEW.bytes IS NULL
    AND NEW.moved_sha256 = sha256(OLD.bytes) AND NEW.moved_row_sha256 = halligan_hash_range(OLD)
    AND (OLD.id, OLD.session_id, OLD.epoch, OLD.kind, OLD.first_sequence, OLD.last_sequence, OLD.byte_count, OLD.at)
      IS NOT DISTINCT FROM
      (NEW.id, NEW.session_id, NEW.epoch, NEW.kind, NEW.first_sequence, NEW.last_sequence, NEW.byte_count, NEW.at)
    AND EXISTS (SELECT FROM recording_packs p WHERE p.session_id = OLD.session_id AND p.confirmed_at IS NOT NULL
      AND OLD.id BETWEEN p.first_range_id AND p.last_range_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER append_only_rows ON "recording_ranges";
CREATE TRIGGER append_only_rows BEFORE UPDATE ON "recording_ranges" FOR EACH ROW
  EXECUTE FUNCTION "refuse_change_unless_moving"();
