ALTER TABLE "decisions" VALIDATE CONSTRAINT "decisions_delegated";
ALTER TABLE "decisions" VALIDATE CONSTRAINT "decisions_delegation";
