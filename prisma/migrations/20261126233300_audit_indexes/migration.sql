-- outside-transaction
-- An event names one or two of six things: each index has the events that name it, and writing an event touches only
-- the indexes of what it names. Of outcomes, those that somebody looks for: what was not done.

CREATE INDEX CONCURRENTLY "audit_events_of_request" ON "audit_events"("request_id", "at", "id") WHERE "request_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_request_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_of_grant" ON "audit_events"("grant_id", "at", "id") WHERE "grant_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_grant_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_of_session" ON "audit_events"("session_id", "at", "id") WHERE "session_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_session_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_of_node" ON "audit_events"("node_id", "at", "id") WHERE "node_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_node_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_of_person" ON "audit_events"("person_id", "at", "id") WHERE "person_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_person_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_of_review" ON "audit_events"("review_id", "at", "id") WHERE "review_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_review_id_at_id_idx";

CREATE INDEX CONCURRENTLY "audit_events_not_done" ON "audit_events"("outcome", "at", "id") WHERE "outcome" <> 'done';
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_outcome_at_id_idx";
