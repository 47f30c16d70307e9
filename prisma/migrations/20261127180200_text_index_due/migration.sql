-- outside-transaction
-- Those that have something to be indexed, which are few.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "replay_progress_unindexed" ON "replay_progress"("changed_at")
  WHERE "indexed_segments" < "segments" OR "indexed_commands" < "commands";
