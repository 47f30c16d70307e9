-- What was brought up has no time any more at which it is to be.
ALTER TABLE "inbox_items"
  ADD CONSTRAINT "inbox_items_reminded" CHECK ("remind_at" IS NULL OR "reminded_at" IS NULL) NOT VALID,
  ADD CONSTRAINT "inbox_items_escalated" CHECK ("escalate_at" IS NULL OR "escalated_at" IS NULL) NOT VALID;
