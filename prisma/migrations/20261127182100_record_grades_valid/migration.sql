ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_completeness";
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_corroboration";
