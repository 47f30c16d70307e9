-- For which absent approver a decision counts as well, and with which groups of theirs. Not checked against the rows that
-- are there until the next migration.
ALTER TABLE "decisions" ADD COLUMN "delegation_id" TEXT, ADD COLUMN "delegated_groups" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_delegated" CHECK
  ("delegation_id" IS NOT NULL AND "verdict" = 'approve' OR "delegated_groups" = '{}') NOT VALID;
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_delegation" FOREIGN KEY ("delegation_id")
  REFERENCES "delegations"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
