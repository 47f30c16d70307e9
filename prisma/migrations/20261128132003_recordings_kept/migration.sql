-- outside-transaction
-- What is kept, by class, oldest first: what a rule of retention deletes next stands in front.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "recordings_kept" ON "recordings"("protection", "started_at", "session_id");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "recordings_uncounted" ON "recordings"("started_at", "session_id")
  WHERE "byte_count" IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_retention" ON "audit_events"("code", "at")
  WHERE "code" IN ('retention.proposed', 'retention.confirmed') AND "outcome" = 'done';
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_session_ends" ON "audit_events"("session_id")
  WHERE "code" IN ('session.ended', 'session.failed') AND "outcome" IN ('done', 'failed');
