-- outside-transaction
-- Rules of masking number 2: a secret of more than 16,384 characters is masked to its end. What was masked by those before
-- is made anew.
DO $$
DECLARE
  low text := '';
  high text;
BEGIN
  LOOP
    SELECT max(session_id) INTO high
      FROM (SELECT session_id FROM replay_progress WHERE session_id > low ORDER BY session_id LIMIT 2000) part;
    EXIT WHEN high IS NULL;
    UPDATE replay_progress SET masked_segments = 0
      WHERE session_id > low AND session_id <= high AND masked_segments <> 0;
    COMMIT;
    low := high;
  END LOOP;
END
$$;
