ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_open", VALIDATE CONSTRAINT "sessions_imported";
