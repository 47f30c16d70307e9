-- As before, and read once: the words on a session's holds by their own index (its conditions stand here word for word),
-- the holds all at once and not each by itself, the plan kept for as long as the connection is.
CREATE OR REPLACE FUNCTION "halligan_is_held"(of_session text, is_sealed boolean) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    WITH words AS MATERIALIZED (
      SELECT id, code, actor_kind, actor_id, data ->> 'holdId' AS hold, data ->> 'liftingId' AS lifting FROM audit_events
      WHERE session_id = of_session AND code IN ('recording.held', 'recording.hold-lift-asked', 'recording.hold-lifted')
        AND outcome = 'done'
    )
    (SELECT id FROM recording_holds WHERE session_id = of_session
      UNION SELECT hold FROM words WHERE code = 'recording.held')
    EXCEPT
    -- somebody asked, and somebody else said yes
    SELECT hold FROM words
    WHERE code <> 'recording.held' AND actor_kind = 'person' AND hold IS NOT NULL AND lifting IS NOT NULL
      AND (NOT is_sealed OR EXISTS (SELECT FROM audit_links WHERE event_id = words.id))
    GROUP BY hold, lifting HAVING count(DISTINCT code) = 2 AND count(DISTINCT actor_id) > 1
  );
END
$$;

-- As before; and what only an event says is on hold stays too. Asked once a row, whatever the holds.
CREATE OR REPLACE FUNCTION "refuse_change_unless_deleting"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM recording_deletions WHERE session_id = OLD.session_id AND state = 'deleting'
  ) AND NOT halligan_is_held(OLD.session_id, true) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
