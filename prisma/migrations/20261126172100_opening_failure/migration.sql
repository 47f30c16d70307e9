-- Why a session could not be opened, with AWS's own words: hostile text.
ALTER TABLE "sessions" ADD COLUMN "failure" JSONB;
