-- outside-transaction
-- The queue, which is open ones alone.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "reviews_queue" ON "reviews"((coalesce("queue_at", "due_at")), "id") WHERE "state" = 'open';
