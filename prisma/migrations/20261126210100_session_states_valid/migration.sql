-- Reads the table beside whoever uses it. A row that does not fit stops the migration: it was written past the portal.
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_created", VALIDATE CONSTRAINT "sessions_opening",
  VALIDATE CONSTRAINT "sessions_open", VALIDATE CONSTRAINT "sessions_ending", VALIDATE CONSTRAINT "sessions_ended",
  VALIDATE CONSTRAINT "sessions_failed";
