-- outside-transaction
-- Those that wait for their grades, which are few.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_ungraded" ON "sessions"("created_at")
  WHERE "completeness" IS NULL AND "ended_at" IS NOT NULL AND "opened_at" IS NOT NULL;
