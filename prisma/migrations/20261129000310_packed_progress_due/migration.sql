-- outside-transaction
-- Finished recordings of which something is in the database still.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "replay_progress_unpacked" ON "replay_progress"("finished_at")
  WHERE "finished_at" IS NOT NULL AND "packed_at" IS NULL;
