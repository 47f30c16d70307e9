-- Batches seal what was recorded besides the events, have a Merkle root, and are the leaves of a log.

-- 1: over the events' hashes, as releases before this one seal. 2: over a Merkle root of events and ranges.
ALTER TABLE "audit_batches" ADD COLUMN IF NOT EXISTS "format" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "audit_batches" ADD COLUMN IF NOT EXISTS "ranges" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "audit_batches" ADD COLUMN IF NOT EXISTS "ranges_after" BIGINT;
ALTER TABLE "audit_batches" ADD COLUMN IF NOT EXISTS "ranges_through" BIGINT;
ALTER TABLE "audit_batches" ADD COLUMN IF NOT EXISTS "root" TEXT;

CREATE TABLE IF NOT EXISTS "audit_range_seals" (
  "batch_number" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "session_id" TEXT NOT NULL,
  "range_ids" BIGINT[] NOT NULL DEFAULT '{}',
  "leaf_hashes" BYTEA NOT NULL CHECK (octet_length("leaf_hashes") = 32 * cardinality("range_ids")),
  CONSTRAINT "audit_range_seals_pkey" PRIMARY KEY ("batch_number", "position")
);
-- hashes can't be packed, and one of them is read without the others
ALTER TABLE "audit_range_seals" ALTER COLUMN "leaf_hashes" SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS "audit_range_seals_session_id_batch_number_idx"
  ON "audit_range_seals"("session_id", "batch_number");

CREATE TABLE IF NOT EXISTS "audit_tree_nodes" (
  "level" INTEGER NOT NULL CHECK ("level" > 0),
  "index" INTEGER NOT NULL CHECK ("index" >= 0),
  "hash" BYTEA NOT NULL CHECK (octet_length("hash") = 32),
  CONSTRAINT "audit_tree_nodes_pkey" PRIMARY KEY ("level", "index")
);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "audit_range_seals"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "audit_range_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "audit_tree_nodes"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "audit_tree_nodes"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
