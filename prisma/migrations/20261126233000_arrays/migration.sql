-- outside-transaction
-- An empty list is '{}', never NULL: "not in the list" is not true of NULL. The portal has always written one; a NULL
-- that somebody else wrote becomes the empty list. Decisions are append-only: one with a NULL stops the migration, and
-- must be looked at.

ALTER TABLE "accounts" ALTER COLUMN "regions" SET DEFAULT '{}';
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_arrays" CHECK ("regions" IS NOT NULL) NOT VALID;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "accounts" SET "regions" = '{}' WHERE "regions" IS NULL;
ALTER TABLE "accounts" VALIDATE CONSTRAINT "accounts_arrays";
ALTER TABLE "accounts" ALTER COLUMN "regions" SET NOT NULL;
ALTER TABLE "accounts" DROP CONSTRAINT IF EXISTS "accounts_arrays";

ALTER TABLE "people" ALTER COLUMN "groups" SET DEFAULT '{}';
ALTER TABLE "people" ALTER COLUMN "roles" SET DEFAULT '{}';
ALTER TABLE "people" ALTER COLUMN "guide_steps" SET DEFAULT '{}';
ALTER TABLE "people" ADD CONSTRAINT "people_arrays" CHECK ("groups" IS NOT NULL AND "roles" IS NOT NULL AND "guide_steps" IS NOT NULL) NOT VALID;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "people" SET "groups" = '{}' WHERE "groups" IS NULL;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "people" SET "roles" = '{}' WHERE "roles" IS NULL;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "people" SET "guide_steps" = '{}' WHERE "guide_steps" IS NULL;
ALTER TABLE "people" VALIDATE CONSTRAINT "people_arrays";
ALTER TABLE "people" ALTER COLUMN "groups" SET NOT NULL;
ALTER TABLE "people" ALTER COLUMN "roles" SET NOT NULL;
ALTER TABLE "people" ALTER COLUMN "guide_steps" SET NOT NULL;
ALTER TABLE "people" DROP CONSTRAINT IF EXISTS "people_arrays";

ALTER TABLE "processes" ALTER COLUMN "worker_ids" SET DEFAULT '{}';
ALTER TABLE "processes" ADD CONSTRAINT "processes_arrays" CHECK ("worker_ids" IS NOT NULL) NOT VALID;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "processes" SET "worker_ids" = '{}' WHERE "worker_ids" IS NULL;
ALTER TABLE "processes" VALIDATE CONSTRAINT "processes_arrays";
ALTER TABLE "processes" ALTER COLUMN "worker_ids" SET NOT NULL;
ALTER TABLE "processes" DROP CONSTRAINT IF EXISTS "processes_arrays";

ALTER TABLE "inbox_items" ALTER COLUMN "groups" SET DEFAULT '{}';
ALTER TABLE "inbox_items" ALTER COLUMN "except_person_ids" SET DEFAULT '{}';
ALTER TABLE "inbox_items" ALTER COLUMN "escalate_to" SET DEFAULT '{}';
ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_arrays" CHECK ("groups" IS NOT NULL AND "except_person_ids" IS NOT NULL AND "escalate_to" IS NOT NULL) NOT VALID;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "inbox_items" SET "groups" = '{}' WHERE "groups" IS NULL;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "inbox_items" SET "except_person_ids" = '{}' WHERE "except_person_ids" IS NULL;
-- live-safe: no row is expected to have NULL, and only such rows are locked
UPDATE "inbox_items" SET "escalate_to" = '{}' WHERE "escalate_to" IS NULL;
ALTER TABLE "inbox_items" VALIDATE CONSTRAINT "inbox_items_arrays";
ALTER TABLE "inbox_items" ALTER COLUMN "groups" SET NOT NULL;
ALTER TABLE "inbox_items" ALTER COLUMN "except_person_ids" SET NOT NULL;
ALTER TABLE "inbox_items" ALTER COLUMN "escalate_to" SET NOT NULL;
ALTER TABLE "inbox_items" DROP CONSTRAINT IF EXISTS "inbox_items_arrays";

ALTER TABLE "decisions" ALTER COLUMN "groups" SET DEFAULT '{}';
ALTER TABLE "decisions" ALTER COLUMN "node_ids" SET DEFAULT '{}';
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_arrays" CHECK ("groups" IS NOT NULL AND "node_ids" IS NOT NULL) NOT VALID;
ALTER TABLE "decisions" VALIDATE CONSTRAINT "decisions_arrays";
ALTER TABLE "decisions" ALTER COLUMN "groups" SET NOT NULL;
ALTER TABLE "decisions" ALTER COLUMN "node_ids" SET NOT NULL;
ALTER TABLE "decisions" DROP CONSTRAINT IF EXISTS "decisions_arrays";
