-- outside-transaction
ALTER TABLE "grants" VALIDATE CONSTRAINT "grants_os_user";
