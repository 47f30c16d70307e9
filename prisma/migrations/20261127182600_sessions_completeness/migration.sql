-- outside-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_completeness_created_at_id_idx"
  ON "sessions"("completeness", "created_at", "id");
