-- Of how many segments of a recording the form without secrets is kept.
ALTER TABLE "replay_progress" ADD COLUMN IF NOT EXISTS "masked_segments" INTEGER NOT NULL DEFAULT 0;
