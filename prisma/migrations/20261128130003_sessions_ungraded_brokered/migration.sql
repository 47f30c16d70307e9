-- outside-transaction
-- Those that wait for their grades, which are few: a session past the portal gets none.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_ungraded_brokered" ON "sessions"("created_at")
  WHERE "completeness" IS NULL AND "ended_at" IS NOT NULL AND "opened_at" IS NOT NULL AND "kind" = 'brokered';
