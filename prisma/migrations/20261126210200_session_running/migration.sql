-- outside-transaction
-- One running session per grant and node, also where two transactions do not see each other. One that is ending may
-- have a successor.
CREATE UNIQUE INDEX CONCURRENTLY "sessions_running" ON "sessions"("grant_id", "node_id")
  WHERE "state" IN ('created', 'opening', 'open');
