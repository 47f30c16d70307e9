-- outside-transaction
-- Of sessions that were there before: the class that was approved for their node, which the gateway compared with the
-- node's own before each start. Where nothing of it was stored it stays unknown.
DO $$
DECLARE
  low text := '';
  high text;
BEGIN
  LOOP
    SELECT max(id) INTO high FROM (SELECT id FROM sessions WHERE id > low ORDER BY id LIMIT 2000) part;
    EXIT WHEN high IS NULL;
    UPDATE sessions s SET protection = n.protection FROM grants g JOIN request_nodes n ON n.request_id = g.request_id
      WHERE s.id > low AND s.id <= high AND s.protection IS NULL AND g.id = s.grant_id AND n.node_id = s.node_id;
    COMMIT;
    UPDATE recordings c SET protection = s.protection FROM sessions s
      WHERE c.session_id > low AND c.session_id <= high AND s.id = c.session_id AND c.protection IS NULL
        AND s.protection IS NOT NULL;
    COMMIT;
    low := high;
  END LOOP;
END
$$;
