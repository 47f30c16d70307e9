-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "most_nodes" INTEGER,
ADD COLUMN     "node_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "grants" ADD COLUMN     "first_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "most_nodes" INTEGER,
ADD COLUMN     "selector" JSONB,
ADD COLUMN     "window_seconds" INTEGER,
ADD COLUMN     "window_start" TEXT NOT NULL DEFAULT 'approval';

-- Grants issued before had their window from the start.
UPDATE "grants" SET "window_seconds" = extract(epoch from "ends_at" - "starts_at")::int;
ALTER TABLE "grants" ALTER COLUMN "window_seconds" SET NOT NULL;

-- AlterTable
ALTER TABLE "inbox_items" ADD COLUMN     "escalate_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalate_to" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "remind_at" TIMESTAMPTZ(3),
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "people" ADD COLUMN     "guide_steps" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "language" TEXT;

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "most_nodes" INTEGER,
ADD COLUMN     "selector" JSONB,
ADD COLUMN     "window_start" TEXT NOT NULL DEFAULT 'approval';

-- CreateTable
CREATE TABLE "account_regions" (
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "account_regions_pkey" PRIMARY KEY ("account_id","region")
);

-- CreateTable
CREATE TABLE "connection_checks" (
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_checks_pkey" PRIMARY KEY ("account_id","region","role","action")
);

-- CreateTable
CREATE TABLE "session_documents" (
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content_hash" TEXT,
    "state" TEXT NOT NULL,
    "detail" TEXT,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,

    CONSTRAINT "session_documents_pkey" PRIMARY KEY ("account_id","region","name")
);

-- CreateTable
CREATE TABLE "node_stars" (
    "person_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "node_stars_pkey" PRIMARY KEY ("person_id","node_id")
);

-- CreateIndex
CREATE INDEX "node_stars_node_id_idx" ON "node_stars"("node_id");

-- CreateIndex
CREATE INDEX "inbox_items_done_at_remind_at_idx" ON "inbox_items"("done_at", "remind_at");

-- CreateIndex
CREATE INDEX "inbox_items_done_at_escalate_at_idx" ON "inbox_items"("done_at", "escalate_at");

-- AddForeignKey
ALTER TABLE "account_regions" ADD CONSTRAINT "account_regions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_checks" ADD CONSTRAINT "connection_checks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_stars" ADD CONSTRAINT "node_stars_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_stars" ADD CONSTRAINT "node_stars_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "nodes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- States are closed: a word the code doesn't know can't be stored.
ALTER TABLE "requests" ADD CONSTRAINT "requests_window_start" CHECK ("window_start" IN ('approval', 'first-use'));
ALTER TABLE "requests" ADD CONSTRAINT "requests_selector" CHECK (("selector" IS NULL) = ("most_nodes" IS NULL) AND "most_nodes" > 0);
ALTER TABLE "grants" ADD CONSTRAINT "grants_window_start" CHECK ("window_start" IN ('approval', 'first-use'));
ALTER TABLE "grants" ADD CONSTRAINT "grants_window_seconds" CHECK ("window_seconds" > 0);
ALTER TABLE "grants" ADD CONSTRAINT "grants_selector" CHECK (("selector" IS NULL) = ("most_nodes" IS NULL) AND "most_nodes" > 0);
ALTER TABLE "connection_checks" ADD CONSTRAINT "connection_checks_outcome" CHECK ("outcome" IN ('passed', 'denied', 'failed', 'not-run'));
ALTER TABLE "session_documents" ADD CONSTRAINT "session_documents_state" CHECK ("state" IN ('wanted', 'creating', 'ready', 'differs', 'failed'));
