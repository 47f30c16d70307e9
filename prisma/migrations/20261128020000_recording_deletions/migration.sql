-- Recordings that two people had deleted: one asks, another confirms, and jobs takes away what was recorded.
CREATE TABLE "recording_deletions" (
  "id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'asked',
  "reason" TEXT NOT NULL,
  "asked_by_id" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  "confirmed_by_id" TEXT,
  "confirmed_at" TIMESTAMPTZ(3),
  "begun_at" TIMESTAMPTZ(3),
  -- what there was when it began, and the leaf of the last range in hex; null: it had none
  "ranges" INTEGER,
  "bytes" BIGINT,
  "last_leaf" TEXT,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "recording_deletions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "recording_deletions_state"
    CHECK ("state" IN ('asked', 'confirmed', 'deleting', 'deleted', 'withdrawn', 'expired')),
  CONSTRAINT "recording_deletions_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000),
  CONSTRAINT "recording_deletions_confirmed" CHECK (("state" IN ('confirmed', 'deleting', 'deleted'))
    = ("confirmed_by_id" IS NOT NULL) AND ("confirmed_by_id" IS NULL) = ("confirmed_at" IS NULL)),
  CONSTRAINT "recording_deletions_two_people" CHECK ("confirmed_by_id" <> "asked_by_id"),
  CONSTRAINT "recording_deletions_begun" CHECK (("state" IN ('deleting', 'deleted')) = ("begun_at" IS NOT NULL)
    AND ("begun_at" IS NULL) = ("ranges" IS NULL) AND ("ranges" IS NULL) = ("bytes" IS NULL)),
  CONSTRAINT "recording_deletions_closed"
    CHECK (("state" IN ('deleted', 'withdrawn', 'expired')) = ("closed_at" IS NOT NULL))
);
CREATE INDEX "recording_deletions_asked_by_id_idx" ON "recording_deletions"("asked_by_id");
-- One at a time, and one that was done is the last.
CREATE UNIQUE INDEX "recording_deletions_one" ON "recording_deletions"("session_id")
  WHERE "state" IN ('asked', 'confirmed', 'deleting', 'deleted');
CREATE INDEX "recording_deletions_open" ON "recording_deletions"("asked_at")
  WHERE "state" IN ('asked', 'confirmed', 'deleting');

ALTER TABLE "recording_deletions" ADD CONSTRAINT "recording_deletions_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recording_deletions" ADD CONSTRAINT "recording_deletions_asked_by_id_fkey" FOREIGN KEY ("asked_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recording_deletions" ADD CONSTRAINT "recording_deletions_confirmed_by_id_fkey"
  FOREIGN KEY ("confirmed_by_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Step by step, and each step changes what belongs to it: what was asked for, by whom, stays as it was asked.
CREATE FUNCTION "refuse_changed_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' OR NEW.expires_at > clock_timestamp() + interval '7 days' THEN
      RAISE EXCEPTION 'deletion % does not begin by being asked for', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE OLD.state || ' ' || NEW.state
    WHEN 'asked confirmed' THEN ARRAY['state', 'confirmed_by_id', 'confirmed_at']
    WHEN 'asked withdrawn' THEN ARRAY['state', 'closed_at']
    WHEN 'asked expired' THEN ARRAY['state', 'closed_at']
    WHEN 'confirmed deleting' THEN ARRAY['state', 'begun_at', 'ranges', 'bytes', 'last_leaf']
    WHEN 'deleting deleted' THEN ARRAY['state', 'closed_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.state = 'confirmed' AND OLD.expires_at <= clock_timestamp() THEN
    RAISE EXCEPTION 'deletion % cannot go from % to % like this', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_deletion BEFORE INSERT OR UPDATE ON "recording_deletions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_deletion"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "recording_deletions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "recording_deletions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- For what was recorded and logged: never changed, and deleted only while its session's deletion is under way.
CREATE FUNCTION "refuse_change_unless_deleting"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM recording_deletions WHERE session_id = OLD.session_id AND state = 'deleting'
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The one way in which something recorded is deleted: a step of a deletion, of bounded size, for jobs. It believes the
-- sealed audit and not the row alone: one person asked, another confirmed, and that it begins is sealed already. Nothing
-- that is not sealed itself is deleted. Returns how many rows went; 0: there is nothing left that it may delete.
CREATE FUNCTION "halligan_delete_recorded"(deletion text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  d recording_deletions%ROWTYPE;
  gone integer;
BEGIN
  SELECT * INTO d FROM recording_deletions WHERE id = deletion FOR UPDATE;
  -- Another process did the rest.
  IF d.state = 'deleted' THEN RETURN 0; END IF;
  IF d.state IS DISTINCT FROM 'deleting' OR d.confirmed_by_id IS NULL OR d.confirmed_by_id = d.asked_by_id
    OR NOT EXISTS (SELECT FROM sessions s JOIN reviews v ON v.session_id = s.id
      WHERE s.id = d.session_id AND s.state IN ('ended', 'failed') AND v.state = 'closed')
    OR (SELECT count(DISTINCT e.code) FROM audit_events e JOIN audit_links l ON l.event_id = e.id
      WHERE e.session_id = d.session_id AND e.outcome = 'done' AND e.data ->> 'deletionId' = d.id
        AND (e.code = 'recording.deletion-asked' AND e.actor_kind = 'person' AND e.actor_id = d.asked_by_id
          OR e.code = 'recording.deletion-confirmed' AND e.actor_kind = 'person' AND e.actor_id = d.confirmed_by_id
          OR e.code = 'recording.deletion-begun' AND e.actor_kind = 'system')) < 3
    OR EXISTS (SELECT FROM recording_ranges WHERE session_id = d.session_id
      AND id > (SELECT coalesce(max(ranges_through), 0) FROM audit_batches)) THEN
    RAISE EXCEPTION 'deletion % may delete nothing', deletion USING ERRCODE = 'insufficient_privilege';
  END IF;

  -- First: from then on nobody plays it, makes segments of it or indexes it.
  DELETE FROM replay_progress WHERE session_id = d.session_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN RETURN gone; END IF;

  DELETE FROM agent_log_chunks c USING (
    SELECT version, number FROM agent_log_chunks WHERE session_id = d.session_id LIMIT 32
  ) p WHERE c.session_id = d.session_id AND c.version = p.version AND c.number = p.number;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN RETURN gone; END IF;

  DELETE FROM agent_log_objects WHERE session_id = d.session_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN RETURN gone; END IF;

  DELETE FROM agent_log_events WHERE event_id IN (
    SELECT event_id FROM agent_log_events WHERE session_id = d.session_id LIMIT 2000);
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN RETURN gone; END IF;

  -- At least one, whatever its size.
  DELETE FROM recording_ranges g USING (
    SELECT f.id, sum(f.byte_count) OVER (ORDER BY f.id) - f.byte_count AS before FROM (
      SELECT id, byte_count FROM recording_ranges WHERE session_id = d.session_id ORDER BY id LIMIT 2000
    ) f
  ) p WHERE g.id = p.id AND p.before < 16 * 1024 * 1024;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN RETURN gone; END IF;

  DELETE FROM recordings WHERE session_id = d.session_id
    AND NOT EXISTS (SELECT FROM recording_segments WHERE session_id = d.session_id)
    AND NOT EXISTS (SELECT FROM recorded_commands WHERE session_id = d.session_id)
    AND NOT EXISTS (SELECT FROM text_runs WHERE session_id = d.session_id);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION "halligan_delete_recorded"(text) FROM PUBLIC;
