-- outside-transaction
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_os_user";
