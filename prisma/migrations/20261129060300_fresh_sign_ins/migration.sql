-- A person who is signed in signs in once more at the provider, for one thing.
CREATE TABLE "fresh_sign_ins" (
  "id" TEXT NOT NULL,
  -- of the browser that walked there
  "sign_in_id" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "subject_sha256" TEXT NOT NULL,
  -- where the browser comes back to
  "return_to" TEXT NOT NULL,
  "state_sha256" TEXT NOT NULL,
  "nonce" TEXT NOT NULL,
  "code_verifier" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- when the provider's answer was found to be fresh
  "proven_at" TIMESTAMPTZ(3),
  -- what used it up
  "used_at" TIMESTAMPTZ(3),
  "used_by" TEXT,
  CONSTRAINT "fresh_sign_ins_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "fresh_sign_ins_subject" CHECK ("subject_sha256" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "fresh_sign_ins_return_to" CHECK (char_length("return_to") <= 300),
  CONSTRAINT "fresh_sign_ins_used" CHECK (("used_at" IS NULL) = ("used_by" IS NULL) AND char_length("used_by") <= 100
    AND ("used_at" IS NULL OR "proven_at" IS NOT NULL))
);
CREATE INDEX "fresh_sign_ins_sign_in_id_idx" ON "fresh_sign_ins"("sign_in_id");
CREATE INDEX "fresh_sign_ins_subject_sha256_idx" ON "fresh_sign_ins"("subject_sha256");
CREATE UNIQUE INDEX "fresh_sign_ins_state_sha256_key" ON "fresh_sign_ins"("state_sha256");
ALTER TABLE "fresh_sign_ins" ADD CONSTRAINT "fresh_sign_ins_sign_in_id_fkey" FOREIGN KEY ("sign_in_id")
  REFERENCES "sign_ins"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Proven once, used once; when it was proven is the database's to say.
CREATE FUNCTION "refuse_changed_fresh_sign_in"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[] := CASE WHEN OLD.proven_at IS NULL THEN ARRAY['proven_at']
    WHEN OLD.used_at IS NULL THEN ARRAY['used_at', 'used_by'] END;
BEGIN
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'fresh sign-in % cannot change like this', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.proven_at IS NULL THEN
    NEW.proven_at := date_trunc('milliseconds', clock_timestamp());
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_fresh_sign_in BEFORE UPDATE ON "fresh_sign_ins"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_fresh_sign_in"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "fresh_sign_ins" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "fresh_sign_ins" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
