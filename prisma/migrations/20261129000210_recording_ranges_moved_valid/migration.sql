-- outside-transaction
ALTER TABLE "recording_ranges" VALIDATE CONSTRAINT "recording_ranges_moved";
