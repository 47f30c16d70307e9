-- Segments without their secrets, as jobs makes them after a while, so that a replay waits for no masking.
ALTER TABLE "recording_segments"
  ADD COLUMN IF NOT EXISTS "masking" SMALLINT,
  ADD COLUMN IF NOT EXISTS "masked" BYTEA,
  ADD COLUMN IF NOT EXISTS "masked_lines" BYTEA;
-- They are packed already.
ALTER TABLE "recording_segments" ALTER COLUMN "masked" SET STORAGE EXTERNAL;
ALTER TABLE "recording_segments" ALTER COLUMN "masked_lines" SET STORAGE EXTERNAL;
