ALTER TABLE "requests" VALIDATE CONSTRAINT "requests_closed";
ALTER TABLE "grants" VALIDATE CONSTRAINT "grants_ended", VALIDATE CONSTRAINT "grants_first_use";
ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_closed";
ALTER TABLE "inbox_items" VALIDATE CONSTRAINT "inbox_items_reminded", VALIDATE CONSTRAINT "inbox_items_escalated";
