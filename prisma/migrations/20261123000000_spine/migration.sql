-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "people" (
    "id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "groups" TEXT[],
    "roles" TEXT[],
    "groups_read_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_ins" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "provider_tokens" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "sign_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "protection" TEXT NOT NULL,
    "regions" TEXT[],
    "read_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nodes" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "host_name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "agent_version" TEXT NOT NULL,
    "ip" TEXT,
    "tags" JSONB NOT NULL,
    "protection" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "ping_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "nodes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "requests" (
    "id" TEXT NOT NULL,
    "requester_id" TEXT NOT NULL,
    "justification" TEXT NOT NULL,
    "incident" TEXT,
    "window_seconds" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "rule_version" TEXT NOT NULL,
    "obligations" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "lapses_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_nodes" (
    "request_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,

    CONSTRAINT "request_nodes_pkey" PRIMARY KEY ("request_id","node_id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "person_id" TEXT,
    "verdict" TEXT NOT NULL,
    "comment" TEXT,
    "window_seconds" INTEGER,
    "request_version" INTEGER NOT NULL,
    "rule_version" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grants" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_version" TEXT NOT NULL,
    "obligations" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "ended_by_id" TEXT,

    CONSTRAINT "grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_nodes" (
    "grant_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,

    CONSTRAINT "grant_nodes_pkey" PRIMARY KEY ("grant_id","node_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "grant_id" TEXT,
    "person_id" TEXT,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "document_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "window_starts_at" TIMESTAMPTZ(3),
    "window_ends_at" TIMESTAMPTZ(3),
    "policy" TEXT,
    "policy_proof" JSONB,
    "assume_intended_at" TIMESTAMPTZ(3),
    "assumed_at" TIMESTAMPTZ(3),
    "start_intended_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "aws_session_id" TEXT,
    "stream_url" TEXT,
    "client_id" TEXT,
    "cols" INTEGER NOT NULL DEFAULT 80,
    "rows" INTEGER NOT NULL DEFAULT 24,
    "gateway_id" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "end_requested_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "end_note" TEXT,
    "ended_by_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_confirmed_at" TIMESTAMPTZ(3),
    "end_answer" TEXT,
    "evidence_checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recordings" (
    "session_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "closed_at" TIMESTAMPTZ(3),
    "gaps" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("session_id")
);

-- CreateTable
CREATE TABLE "recording_ranges" (
    "id" BIGSERIAL NOT NULL,
    "session_id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "kind" CHAR(1) NOT NULL,
    "first_sequence" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "bytes" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "recording_ranges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_log_events" (
    "event_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "message" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "agent_log_events_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "trail_events" (
    "event_id" TEXT NOT NULL,
    "session_id" TEXT,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "error_code" TEXT,
    "source_identity" TEXT,
    "record" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "trail_events_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "reviews" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "verdict" TEXT,
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" TEXT,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_items" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "groups" TEXT[],
    "except_person_ids" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "due_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "code" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "request_id" TEXT,
    "grant_id" TEXT,
    "session_id" TEXT,
    "node_id" TEXT,
    "person_id" TEXT,
    "review_id" TEXT,
    "data" JSONB NOT NULL,
    "origin" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_pending" (
    "event_id" TEXT NOT NULL,

    CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "audit_batches" (
    "number" INTEGER NOT NULL,
    "sealed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "count" INTEGER NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_batches_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "audit_links" (
    "event_id" TEXT NOT NULL,
    "batch_number" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "event_hash" TEXT NOT NULL,

    CONSTRAINT "audit_links_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "anonymous_refusals" (
    "code" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "anonymous_refusals_pkey" PRIMARY KEY ("code","hour")
);

-- CreateTable
CREATE TABLE "processes" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "worker_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "processes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "people_issuer_subject_key" ON "people"("issuer", "subject");

-- CreateIndex
CREATE INDEX "sign_ins_person_id_idx" ON "sign_ins"("person_id");

-- CreateIndex
CREATE INDEX "nodes_account_id_region_idx" ON "nodes"("account_id", "region");

-- CreateIndex
CREATE INDEX "nodes_name_id_idx" ON "nodes"("name", "id");

-- CreateIndex
CREATE INDEX "requests_requester_id_created_at_idx" ON "requests"("requester_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "requests_state_lapses_at_idx" ON "requests"("state", "lapses_at");

-- CreateIndex
CREATE INDEX "requests_created_at_id_idx" ON "requests"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "request_nodes_node_id_idx" ON "request_nodes"("node_id");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_request_id_person_id_key" ON "decisions"("request_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "grants_request_id_key" ON "grants"("request_id");

-- CreateIndex
CREATE INDEX "grants_person_id_ends_at_idx" ON "grants"("person_id", "ends_at");

-- CreateIndex
CREATE INDEX "grants_ended_at_ends_at_idx" ON "grants"("ended_at", "ends_at");

-- CreateIndex
CREATE INDEX "grant_nodes_node_id_idx" ON "grant_nodes"("node_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_aws_session_id_key" ON "sessions"("aws_session_id");

-- CreateIndex
CREATE INDEX "sessions_grant_id_idx" ON "sessions"("grant_id");

-- CreateIndex
CREATE INDEX "sessions_person_id_created_at_idx" ON "sessions"("person_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "sessions_node_id_created_at_idx" ON "sessions"("node_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "sessions_created_at_id_idx" ON "sessions"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "sessions_state_idx" ON "sessions"("state");

-- CreateIndex
CREATE INDEX "sessions_end_confirmed_at_created_at_idx" ON "sessions"("end_confirmed_at", "created_at");

-- CreateIndex
CREATE INDEX "recording_ranges_session_id_kind_first_sequence_idx" ON "recording_ranges"("session_id", "kind", "first_sequence");

-- CreateIndex
CREATE INDEX "recording_ranges_session_id_id_idx" ON "recording_ranges"("session_id", "id");

-- CreateIndex
CREATE INDEX "agent_log_events_session_id_at_position_idx" ON "agent_log_events"("session_id", "at", "position");

-- CreateIndex
CREATE INDEX "trail_events_session_id_at_idx" ON "trail_events"("session_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_session_id_key" ON "reviews"("session_id");

-- CreateIndex
CREATE INDEX "reviews_state_due_at_idx" ON "reviews"("state", "due_at");

-- CreateIndex
CREATE INDEX "inbox_items_done_at_due_at_idx" ON "inbox_items"("done_at", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_items_kind_subject_id_key" ON "inbox_items"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_events_code_at_idx" ON "audit_events"("code", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_session_id_idx" ON "audit_events"("session_id");

-- CreateIndex
CREATE INDEX "audit_events_request_id_idx" ON "audit_events"("request_id");

-- CreateIndex
CREATE INDEX "audit_events_node_id_at_idx" ON "audit_events"("node_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_links_batch_number_position_key" ON "audit_links"("batch_number", "position");

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_nodes" ADD CONSTRAINT "request_nodes_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_nodes" ADD CONSTRAINT "request_nodes_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "nodes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grants" ADD CONSTRAINT "grants_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grants" ADD CONSTRAINT "grants_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_nodes" ADD CONSTRAINT "grant_nodes_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_nodes" ADD CONSTRAINT "grant_nodes_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "nodes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "nodes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording_ranges" ADD CONSTRAINT "recording_ranges_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "recordings"("session_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- States are closed: a word the code doesn't know can't be stored.
ALTER TABLE "requests" ADD CONSTRAINT "requests_state" CHECK ("state" IN ('waiting', 'approved', 'denied', 'withdrawn', 'lapsed'));
ALTER TABLE "requests" ADD CONSTRAINT "requests_window" CHECK ("window_seconds" > 0);
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_verdict" CHECK ("verdict" IN ('approve', 'deny'));
ALTER TABLE "grants" ADD CONSTRAINT "grants_window" CHECK ("starts_at" < "ends_at");
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_state" CHECK ("state" IN ('created', 'opening', 'open', 'ending', 'ended', 'failed'));
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_kind" CHECK ("kind" IN ('brokered', 'imported'));
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_brokered" CHECK ("kind" = 'imported' OR ("grant_id" IS NOT NULL AND "person_id" IS NOT NULL));
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_state" CHECK (("state" = 'open') = ("closed_at" IS NULL) AND "state" IN ('open', 'closed'));
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_verdict" CHECK ("verdict" IN ('in-order', 'follow-up', 'violation'));
ALTER TABLE "recording_ranges" ADD CONSTRAINT "recording_ranges_kind" CHECK ("kind" IN ('o', 'i', 'r', 'm', 'g'));
ALTER TABLE "recording_ranges" ADD CONSTRAINT "recording_ranges_order" CHECK ("first_sequence" <= "last_sequence");
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_outcome" CHECK ("outcome" IN ('done', 'refused', 'failed'));
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_actor" CHECK ("actor_kind" IN ('person', 'system', 'anonymous'));

-- Evidence can be added to and nothing else. The processes' roles own nothing, so they can't lift this;
-- a row trigger would let TRUNCATE through, hence a second, by statement.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['audit_events', 'audit_batches', 'audit_links', 'recording_ranges', 'decisions', 'agent_log_events', 'trail_events'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', evidence);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', evidence);
  END LOOP;
END
$$;
