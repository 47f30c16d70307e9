-- How a session's log is written, and what was not as it should be with that at its start.
ALTER TABLE "sessions" ADD COLUMN "record_checks" JSONB;
