ALTER TABLE "recording_deletions" VALIDATE CONSTRAINT "recording_deletions_rule_id_fkey";
