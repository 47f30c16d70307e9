-- Kept input that two people want to open: one asks, another confirms, and both may take the sealed bytes for a day.
CREATE TABLE "input_openings" (
  "id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'asked',
  "reason" TEXT NOT NULL,
  "asked_by_id" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  "confirmed_by_id" TEXT,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "input_openings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "input_openings_state" CHECK ("state" IN ('asked', 'confirmed', 'withdrawn', 'expired')),
  CONSTRAINT "input_openings_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000),
  CONSTRAINT "input_openings_confirmed" CHECK (("state" = 'confirmed') = ("confirmed_by_id" IS NOT NULL)),
  CONSTRAINT "input_openings_two_people" CHECK ("confirmed_by_id" <> "asked_by_id"),
  CONSTRAINT "input_openings_closed" CHECK (("state" = 'asked') = ("closed_at" IS NULL))
);
CREATE INDEX "input_openings_session_id_idx" ON "input_openings"("session_id");
CREATE INDEX "input_openings_asked_by_id_idx" ON "input_openings"("asked_by_id");
-- One at a time.
CREATE UNIQUE INDEX "input_openings_one" ON "input_openings"("session_id") WHERE "state" = 'asked';
CREATE INDEX "input_openings_open" ON "input_openings"("expires_at") WHERE "state" = 'asked';
ALTER TABLE "input_openings" ADD CONSTRAINT "input_openings_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "input_openings" ADD CONSTRAINT "input_openings_asked_by_id_fkey" FOREIGN KEY ("asked_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "input_openings" ADD CONSTRAINT "input_openings_confirmed_by_id_fkey" FOREIGN KEY ("confirmed_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE FUNCTION "refuse_changed_opening"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' OR NEW.expires_at > clock_timestamp() + interval '7 days 1 second' THEN
      RAISE EXCEPTION 'opening % does not begin by being asked for', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE OLD.state || ' ' || NEW.state
    WHEN 'asked confirmed' THEN ARRAY['state', 'confirmed_by_id', 'closed_at']
    WHEN 'asked withdrawn' THEN ARRAY['state', 'closed_at']
    WHEN 'asked expired' THEN ARRAY['state', 'closed_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.state = 'confirmed' AND (OLD.expires_at <= clock_timestamp()
      OR NEW.closed_at > clock_timestamp() + interval '1 second') THEN
    RAISE EXCEPTION 'opening % cannot go from % to % like this', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_opening BEFORE INSERT OR UPDATE ON "input_openings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_opening"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "input_openings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "input_openings"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
