-- What people have proven with a passkey, each for one thing. Only the gateway writes them.
CREATE TABLE "passkey_proofs" (
  "id" TEXT NOT NULL,
  "passkey_id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "subject_sha256" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- what used it up
  "used_at" TIMESTAMPTZ(3),
  "used_by" TEXT,
  CONSTRAINT "passkey_proofs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "passkey_proofs_subject" CHECK ("subject_sha256" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "passkey_proofs_used" CHECK (("used_at" IS NULL) = ("used_by" IS NULL) AND char_length("used_by") <= 100)
);
CREATE INDEX "passkey_proofs_passkey_id_idx" ON "passkey_proofs"("passkey_id");
CREATE INDEX "passkey_proofs_subject_sha256_idx" ON "passkey_proofs"("subject_sha256");
ALTER TABLE "passkey_proofs" ADD CONSTRAINT "passkey_proofs_passkey_id_fkey" FOREIGN KEY ("passkey_id")
  REFERENCES "passkeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Used once, and nothing else of it changes.
CREATE FUNCTION "refuse_changed_proof"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['used_at', 'used_by'];
BEGIN
  IF OLD.used_at IS NOT NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'proof % cannot change like this', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_proof BEFORE UPDATE ON "passkey_proofs" FOR EACH ROW EXECUTE FUNCTION "refuse_changed_proof"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "passkey_proofs" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "passkey_proofs" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
