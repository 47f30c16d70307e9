-- outside-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "inbox_items_person" ON "inbox_items"("person_id") WHERE "done_at" IS NULL AND "person_id" IS NOT NULL;
