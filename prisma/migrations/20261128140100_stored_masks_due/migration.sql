-- outside-transaction
-- Those that have segments to be masked, which are few.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "replay_progress_unmasked" ON "replay_progress"("changed_at")
  WHERE "masked_segments" < "segments";
