-- outside-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "recording_deletions_rule_id_idx" ON "recording_deletions"("rule_id");
-- What rules deleted, newest first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "recording_deletions_by_rule" ON "recording_deletions"("begun_at" DESC, "id")
  WHERE "rule_id" IS NOT NULL;
