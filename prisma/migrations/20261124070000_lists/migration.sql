-- Text is searched anywhere in a word. Trusted since PostgreSQL 13: who may create objects in the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A list's order and the row its page begins after are one comparison, (key, id) < (…), which an index answers when
-- its columns run the same way.

-- DropIndex
DROP INDEX "audit_events_actor_id_at_idx";

-- DropIndex
DROP INDEX "audit_events_at_id_idx";

-- DropIndex
DROP INDEX "audit_events_code_at_idx";

-- DropIndex
DROP INDEX "audit_events_node_id_at_idx";

-- DropIndex
DROP INDEX "audit_events_request_id_idx";

-- DropIndex
DROP INDEX "audit_events_session_id_idx";

-- DropIndex
DROP INDEX "grants_person_id_ends_at_idx";

-- DropIndex
DROP INDEX "request_nodes_node_id_idx";

-- DropIndex
DROP INDEX "requests_created_at_id_idx";

-- DropIndex
DROP INDEX "requests_requester_id_created_at_idx";

-- DropIndex
DROP INDEX "reviews_state_due_at_idx";

-- DropIndex
DROP INDEX "sessions_created_at_id_idx";

-- DropIndex
DROP INDEX "sessions_node_id_created_at_idx";

-- DropIndex
DROP INDEX "sessions_person_id_created_at_idx";

-- DropIndex
DROP INDEX "sessions_state_idx";

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- CreateIndex
CREATE INDEX "audit_events_code_at_id_idx" ON "audit_events"("code", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_outcome_at_id_idx" ON "audit_events"("outcome", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events"("actor_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_request_id_at_id_idx" ON "audit_events"("request_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_grant_id_at_id_idx" ON "audit_events"("grant_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_session_id_at_id_idx" ON "audit_events"("session_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_node_id_at_id_idx" ON "audit_events"("node_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_person_id_at_id_idx" ON "audit_events"("person_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_review_id_at_id_idx" ON "audit_events"("review_id", "at", "id");

-- CreateIndex
CREATE INDEX "grants_person_id_ends_at_id_idx" ON "grants"("person_id", "ends_at", "id");

-- CreateIndex
CREATE INDEX "grants_starts_at_id_idx" ON "grants"("starts_at", "id");

-- CreateIndex
CREATE INDEX "request_nodes_node_id_request_id_idx" ON "request_nodes"("node_id", "request_id");

-- CreateIndex
CREATE INDEX "requests_created_at_id_idx" ON "requests"("created_at", "id");

-- CreateIndex
CREATE INDEX "requests_requester_id_created_at_id_idx" ON "requests"("requester_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "requests_state_created_at_id_idx" ON "requests"("state", "created_at", "id");

-- CreateIndex
CREATE INDEX "requests_justification_idx" ON "requests" USING GIN ("justification" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "requests_incident_idx" ON "requests" USING GIN ("incident" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "reviews_due_at_id_idx" ON "reviews"("due_at", "id");

-- CreateIndex
CREATE INDEX "reviews_state_due_at_id_idx" ON "reviews"("state", "due_at", "id");

-- CreateIndex
CREATE INDEX "reviews_verdict_due_at_id_idx" ON "reviews"("verdict", "due_at", "id");

-- CreateIndex
CREATE INDEX "sessions_created_at_id_idx" ON "sessions"("created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_person_id_created_at_id_idx" ON "sessions"("person_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_node_id_created_at_id_idx" ON "sessions"("node_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_account_id_created_at_id_idx" ON "sessions"("account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_state_created_at_id_idx" ON "sessions"("state", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_end_reason_created_at_id_idx" ON "sessions"("end_reason", "created_at", "id");
