-- When the last of a recording's output was in a bucket.
ALTER TABLE "replay_progress" ADD COLUMN IF NOT EXISTS "packed_at" TIMESTAMPTZ(3);
