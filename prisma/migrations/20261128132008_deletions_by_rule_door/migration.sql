-- As before; and a rule of retention that is in force deletes what it permits: such a deletion is made under way, in the
-- names of the two people who set the rule. Whoever places a hold comes before it or after it, as before.
CREATE OR REPLACE FUNCTION "refuse_changed_deletion"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' AND NEW.rule_id IS NULL
    AND (NEW.state <> 'asked' OR NEW.expires_at > clock_timestamp() + interval '7 days 1 second') THEN
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
  IF TG_OP = 'INSERT' AND NEW.rule_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM sessions s JOIN retention_rules r ON r.id = NEW.rule_id AND r.id = halligan_rule_in_force(s.protection)
    WHERE s.id = NEW.session_id AND NEW.state = 'deleting' AND NEW.asked_by_id = r.asked_by_id
      AND NEW.confirmed_by_id = r.confirmed_by_id AND halligan_rule_permits(s.id, r.id)
  ) THEN
    RAISE EXCEPTION 'deletion % is of no rule that is in force and permits it', NEW.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- Makes the deletion of a recording whose time is over by the rule in force, for jobs, which names the session and nothing
-- else. False: there is no such rule, or its time is not over, or something of it is not sealed, on hold or deleted.
CREATE FUNCTION "halligan_delete_by_rule"(of_session text, deletion text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  r retention_rules%ROWTYPE;
BEGIN
  PERFORM FROM sessions WHERE id = of_session FOR UPDATE;
  SELECT r2.* INTO r FROM sessions s JOIN retention_rules r2 ON r2.id = halligan_rule_in_force(s.protection)
    WHERE s.id = of_session;
  IF NOT FOUND OR NOT halligan_rule_permits(of_session, r.id)
    OR halligan_is_held(of_session, false) OR halligan_is_held(of_session, true)
    OR NOT EXISTS (SELECT FROM recordings WHERE session_id = of_session)
    OR EXISTS (SELECT FROM recording_deletions WHERE session_id = of_session
      AND state IN ('asked', 'confirmed', 'deleting', 'deleted'))
    OR EXISTS (SELECT FROM audit_events e JOIN audit_pending p ON p.event_id = e.id WHERE e.session_id = of_session)
    OR EXISTS (SELECT FROM recording_ranges WHERE session_id = of_session
      AND id > (SELECT coalesce(max(ranges_through), 0) FROM audit_batches)) THEN
    RETURN false;
  END IF;
  INSERT INTO recording_deletions (id, session_id, state, reason, rule_id, asked_by_id, asked_at, expires_at,
    confirmed_by_id, confirmed_at, begun_at, ranges, bytes, last_leaf)
  SELECT deletion, of_session, 'deleting', r.reason, r.id, r.asked_by_id, r.asked_at, r.expires_at, r.confirmed_by_id,
    r.confirmed_at, clock_timestamp(), count(*), coalesce(sum(byte_count), 0), (
      SELECT encode(substring(l.leaf_hashes FROM octet_length(l.leaf_hashes) - 31), 'hex') FROM audit_range_seals l
      WHERE l.session_id = of_session ORDER BY l.batch_number DESC LIMIT 1)
  FROM recording_ranges WHERE session_id = of_session;
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION "halligan_delete_by_rule"(text, text) FROM PUBLIC;

-- The one way in which something recorded is deleted: a step of a deletion, of bounded size, for jobs. It believes the
-- sealed audit and not the row alone: one person asked, another confirmed, or a rule that two people set permits it; and
-- that it begins is sealed already. Nothing that is not sealed itself is deleted, and nothing that is on hold. Returns how
-- many rows went; 0: there is nothing left that it may delete.
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
    OR d.rule_id IS NULL AND (SELECT count(DISTINCT e.code) FROM audit_events e JOIN audit_links l ON l.event_id = e.id
      WHERE e.session_id = d.session_id AND e.outcome = 'done' AND e.data ->> 'deletionId' = d.id
        AND (e.code = 'recording.deletion-asked' AND e.actor_kind = 'person' AND e.actor_id = d.asked_by_id
          OR e.code = 'recording.deletion-confirmed' AND e.actor_kind = 'person' AND e.actor_id = d.confirmed_by_id
          OR e.code = 'recording.deletion-begun' AND e.actor_kind = 'system')) < 3
    OR d.rule_id IS NOT NULL AND NOT (halligan_rule_permits(d.session_id, d.rule_id)
      AND EXISTS (SELECT FROM audit_events e JOIN audit_links l ON l.event_id = e.id
        WHERE e.session_id = d.session_id AND e.outcome = 'done' AND e.code = 'recording.deletion-begun'
          AND e.actor_kind = 'system' AND e.data ->> 'deletionId' = d.id AND e.data ->> 'ruleId' = d.rule_id))
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
