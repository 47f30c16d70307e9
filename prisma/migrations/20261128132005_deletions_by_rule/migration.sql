-- A deletion that no two people asked for one by one, but the rule of retention that two people set.
ALTER TABLE "recording_deletions" ADD COLUMN "rule_id" TEXT;
ALTER TABLE "recording_deletions" ADD CONSTRAINT "recording_deletions_rule_id_fkey" FOREIGN KEY ("rule_id")
  REFERENCES "retention_rules"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
