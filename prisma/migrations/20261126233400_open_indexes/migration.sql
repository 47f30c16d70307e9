-- outside-transaction
-- What is open is little, whatever the history: each index has that alone, and what is over is no longer written to it.

-- what waits for a person, and what of it is to be brought up
CREATE INDEX CONCURRENTLY "inbox_items_waiting" ON "inbox_items"("due_at", "id") WHERE "done_at" IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS "inbox_items_done_at_due_at_idx";
CREATE INDEX CONCURRENTLY "inbox_items_to_remind" ON "inbox_items"("remind_at")
  WHERE "done_at" IS NULL AND "remind_at" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "inbox_items_done_at_remind_at_idx";
CREATE INDEX CONCURRENTLY "inbox_items_to_escalate" ON "inbox_items"("escalate_at")
  WHERE "done_at" IS NULL AND "escalate_at" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "inbox_items_done_at_escalate_at_idx";

-- requests that may lapse
CREATE INDEX CONCURRENTLY "requests_waiting" ON "requests"("lapses_at") WHERE "state" = 'waiting';
DROP INDEX CONCURRENTLY IF EXISTS "requests_state_lapses_at_idx";

-- grants that have not ended
CREATE INDEX CONCURRENTLY "grants_open" ON "grants"("ends_at", "id") WHERE "ended_at" IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS "grants_ended_at_ends_at_idx";

-- sessions whose end AWS has not confirmed: what the sweep looks at
CREATE INDEX CONCURRENTLY "sessions_unconfirmed" ON "sessions"("created_at")
  WHERE "end_confirmed_at" IS NULL AND "kind" = 'brokered';
DROP INDEX CONCURRENTLY IF EXISTS "sessions_end_confirmed_at_created_at_idx";
