-- Recordings that must be kept: one person places a hold, two lift it, and nothing of a held recording is deleted.
CREATE TABLE "recording_holds" (
  "id" TEXT NOT NULL,
  "session_id" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "placed_by_id" TEXT NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "recording_holds_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "recording_holds_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000)
);
CREATE INDEX "recording_holds_session_id_idx" ON "recording_holds"("session_id");
CREATE INDEX "recording_holds_placed_by_id_idx" ON "recording_holds"("placed_by_id");
ALTER TABLE "recording_holds" ADD CONSTRAINT "recording_holds_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recording_holds" ADD CONSTRAINT "recording_holds_placed_by_id_fkey" FOREIGN KEY ("placed_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "recording_holds"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "recording_holds"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TABLE "hold_liftings" (
  "id" TEXT NOT NULL,
  "hold_id" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'asked',
  "reason" TEXT NOT NULL,
  "asked_by_id" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  "confirmed_by_id" TEXT,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "hold_liftings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "hold_liftings_state" CHECK ("state" IN ('asked', 'lifted', 'withdrawn', 'expired')),
  CONSTRAINT "hold_liftings_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000),
  CONSTRAINT "hold_liftings_lifted" CHECK (("state" = 'lifted') = ("confirmed_by_id" IS NOT NULL)),
  CONSTRAINT "hold_liftings_two_people" CHECK ("confirmed_by_id" <> "asked_by_id"),
  CONSTRAINT "hold_liftings_closed" CHECK (("state" = 'asked') = ("closed_at" IS NULL))
);
CREATE INDEX "hold_liftings_hold_id_idx" ON "hold_liftings"("hold_id");
CREATE INDEX "hold_liftings_asked_by_id_idx" ON "hold_liftings"("asked_by_id");
-- One at a time.
CREATE UNIQUE INDEX "hold_liftings_one" ON "hold_liftings"("hold_id") WHERE "state" = 'asked';
CREATE INDEX "hold_liftings_open" ON "hold_liftings"("expires_at") WHERE "state" = 'asked';
ALTER TABLE "hold_liftings" ADD CONSTRAINT "hold_liftings_hold_id_fkey" FOREIGN KEY ("hold_id")
  REFERENCES "recording_holds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hold_liftings" ADD CONSTRAINT "hold_liftings_asked_by_id_fkey" FOREIGN KEY ("asked_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hold_liftings" ADD CONSTRAINT "hold_liftings_confirmed_by_id_fkey" FOREIGN KEY ("confirmed_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE FUNCTION "refuse_changed_lifting"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' OR NEW.expires_at > clock_timestamp() + interval '7 days 1 second' THEN
      RAISE EXCEPTION 'lifting % does not begin by being asked for', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE OLD.state || ' ' || NEW.state
    WHEN 'asked lifted' THEN ARRAY['state', 'confirmed_by_id', 'closed_at']
    WHEN 'asked withdrawn' THEN ARRAY['state', 'closed_at']
    WHEN 'asked expired' THEN ARRAY['state', 'closed_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.state = 'lifted' AND OLD.expires_at <= clock_timestamp() THEN
    RAISE EXCEPTION 'lifting % cannot go from % to % like this', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_lifting BEFORE INSERT OR UPDATE ON "hold_liftings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_lifting"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "hold_liftings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "hold_liftings"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Whether a recording is on hold. A row or an event is enough to hold it; of lifting it the audit must have two people's
-- words, whatever the rows say. is_sealed: words count once they are in a batch.
CREATE FUNCTION "halligan_is_held"(of_session text, is_sealed boolean) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM (
      SELECT id FROM recording_holds WHERE session_id = of_session
      UNION
      SELECT data ->> 'holdId' FROM audit_events
        WHERE session_id = of_session AND code = 'recording.held' AND outcome = 'done'
    ) h WHERE NOT EXISTS (
      SELECT FROM audit_events a JOIN audit_events c ON c.session_id = a.session_id
        AND c.data ->> 'holdId' = a.data ->> 'holdId' AND c.data ->> 'liftingId' = a.data ->> 'liftingId'
      WHERE a.session_id = of_session AND a.data ->> 'holdId' = h.id
        AND a.code = 'recording.hold-lift-asked' AND a.outcome = 'done' AND a.actor_kind = 'person'
        AND c.code = 'recording.hold-lifted' AND c.outcome = 'done' AND c.actor_kind = 'person'
        AND a.actor_id <> c.actor_id
        AND (NOT is_sealed OR (SELECT count(*) FROM audit_links WHERE event_id IN (a.id, c.id)) = 2)
    )
  )
$$;
REVOKE ALL ON FUNCTION "halligan_is_held"(text, boolean) FROM PUBLIC;

-- As before; and while a hold is on it, nothing is asked for, confirmed, begun or ended.
-- The second: seven days from now are rounded to milliseconds, and those rounded up were refused.
CREATE OR REPLACE FUNCTION "refuse_changed_deletion"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' AND (NEW.state <> 'asked' OR NEW.expires_at > clock_timestamp() + interval '7 days 1 second') THEN
    RAISE EXCEPTION 'deletion % does not begin by being asked for', NEW.id USING ERRCODE = 'insufficient_privilege';
  ELSIF TG_OP = 'UPDATE' THEN
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
  END IF;
  IF NEW.state NOT IN ('withdrawn', 'expired') THEN
    -- Whoever places a hold waits until this is committed, or this waits and sees the hold.
    PERFORM FROM sessions WHERE id = NEW.session_id FOR UPDATE;
    IF halligan_is_held(NEW.session_id, NEW.state IN ('deleting', 'deleted')) THEN
      RAISE EXCEPTION 'deletion % is of a recording on hold', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END
$$;

-- As before; and nothing of a recording on hold, whose deletion may be under way already.
CREATE OR REPLACE FUNCTION "refuse_change_unless_deleting"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM recording_deletions WHERE session_id = OLD.session_id AND state = 'deleting'
  ) AND NOT EXISTS (
    SELECT FROM recording_holds WHERE session_id = OLD.session_id AND halligan_is_held(OLD.session_id, true)
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The one way in which something recorded is deleted: a step of a deletion, of bounded size, for jobs. It believes the
-- sealed audit and not the row alone: one person asked, another confirmed, and that it begins is sealed already. Nothing
-- that is not sealed itself is deleted, and nothing that is on hold. Returns how many rows went; 0: there is nothing
-- left that it may delete.
CREATE OR REPLACE FUNCTION "halligan_delete_recorded"(deletion text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  d recording_deletions%ROWTYPE;
  gone integer;
BEGIN
  -- Before the deletion itself, as everybody else locks them. Whoever places a hold waits for this step, or it for them.
  PERFORM FROM sessions WHERE id = (SELECT session_id FROM recording_deletions WHERE id = deletion) FOR UPDATE;
  SELECT * INTO d FROM recording_deletions WHERE id = deletion FOR UPDATE;
  -- Another process did the rest.
  IF d.state = 'deleted' THEN RETURN 0; END IF;
  IF d.state = 'deleting' AND halligan_is_held(d.session_id, true) THEN
    RAISE EXCEPTION 'deletion % is of a recording on hold', deletion USING ERRCODE = 'insufficient_privilege';
  END IF;
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
