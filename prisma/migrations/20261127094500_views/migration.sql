-- outside-transaction
-- The orders of lists that can be chosen: each key is what the list's store orders by, word for word.

-- nodes by state as the inventory has it, and by account and region
CREATE INDEX CONCURRENTLY "nodes_state_name_id" ON "nodes"
  ((CASE WHEN "missing_since" IS NOT NULL THEN '3 ' WHEN "is_online" THEN '1 ' ELSE '2 ' END || "name"), "id");
CREATE INDEX CONCURRENTLY "nodes_place_name_id" ON "nodes"
  (("account_id" || ' ' || "region" || ' ' || "name"), "id");

-- requests by state, what waits first, the newest of each first
CREATE INDEX CONCURRENTLY "requests_by_state" ON "requests"
  ((CASE "state" WHEN 'waiting' THEN 1 WHEN 'approved' THEN 2 WHEN 'denied' THEN 3 WHEN 'withdrawn' THEN 4 ELSE 5 END
    * 100000000000 - extract(epoch FROM "created_at" AT TIME ZONE 'UTC')), "id");

-- sessions by how long they were open
CREATE INDEX CONCURRENTLY "sessions_by_length" ON "sessions"
  ((coalesce(extract(epoch FROM "ended_at" - "opened_at"), 0)), "id");

-- closed reviews by when they were closed
CREATE INDEX CONCURRENTLY "reviews_closed" ON "reviews"("closed_at", "id") WHERE "state" = 'closed';
