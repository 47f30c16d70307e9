-- How much of a recording can be searched.
ALTER TABLE "replay_progress"
  ADD COLUMN IF NOT EXISTS "indexed_segments" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS "indexed_commands" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS "index_failures" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS "index_failed_at" TIMESTAMPTZ(3);
