-- outside-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_corroboration_created_at_id_idx"
  ON "sessions"("corroboration", "created_at", "id");
