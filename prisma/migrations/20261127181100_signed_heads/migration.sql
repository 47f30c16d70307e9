-- Heads of the log as they were signed and anchored, and the keys that signed them.

CREATE TABLE IF NOT EXISTS "audit_keys" (
  "key" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "audit_keys_pkey" PRIMARY KEY ("key")
);
CREATE TABLE IF NOT EXISTS "audit_heads" (
  "number" SERIAL NOT NULL,
  "size" INTEGER NOT NULL CHECK ("size" > 0),
  "note" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("number")
);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "audit_keys"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "audit_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "audit_heads"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "audit_heads"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
