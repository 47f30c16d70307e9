-- Lets go of the bytes of one pack, which the gateway has read in the bucket, for jobs. Only of a recording that is over,
-- sealed and made into segments, and that is not being deleted. False: they are gone already, or it is being deleted.
CREATE FUNCTION "halligan_move_pack"(of_session text, pack integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p recording_packs%ROWTYPE;
  gone integer;
BEGIN
  -- Whoever deletes the recording comes before this or after it.
  PERFORM FROM sessions WHERE id = of_session FOR UPDATE;
  SELECT * INTO p FROM recording_packs WHERE session_id = of_session AND number = pack FOR UPDATE;
  IF p.moved_at IS NOT NULL
    OR EXISTS (SELECT FROM recording_deletions WHERE session_id = of_session AND state IN ('deleting', 'deleted')) THEN
    RETURN false;
  END IF;
  IF p.confirmed_at IS NULL
    OR NOT EXISTS (SELECT FROM sessions WHERE id = of_session AND state IN ('ended', 'failed'))
    OR NOT EXISTS (SELECT FROM recording_keys WHERE session_id = of_session)
    OR NOT EXISTS (SELECT FROM replay_progress WHERE session_id = of_session AND finished_at IS NOT NULL)
    OR p.last_range_id > (SELECT coalesce(max(ranges_through), 0) FROM audit_batches) THEN
    RAISE EXCEPTION 'pack % of % may not be moved', pack, of_session USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE recording_ranges g SET bytes = NULL, moved_sha256 = sha256(g.bytes), moved_row_sha256 = halligan_hash_range(g)
    WHERE g.session_id = of_session AND g.kind = 'o' AND g.id BETWEEN p.first_range_id AND p.last_range_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone <> p.ranges THEN
    RAISE EXCEPTION 'pack % of % is of other ranges', pack, of_session USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE recording_packs SET moved_at = clock_timestamp() WHERE session_id = of_session AND number = pack;
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION "halligan_move_pack"(text, integer) FROM PUBLIC;

-- As before; and the key of what lies in a bucket goes as soon as nobody plays it. The recording itself goes when nothing
-- is left in the bucket.
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

  DELETE FROM recording_keys WHERE session_id = d.session_id;
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
    AND NOT EXISTS (SELECT FROM text_runs WHERE session_id = d.session_id)
    AND NOT EXISTS (SELECT FROM recording_packs WHERE session_id = d.session_id);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
