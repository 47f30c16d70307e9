-- The summaries of 64 segments put together, in the row of the last of them: the beginning of a replay reads one row for
-- 64 segments. Rows of before have none, and their own summaries are read.
ALTER TABLE "recording_segments" ADD COLUMN IF NOT EXISTS "block" JSONB;
