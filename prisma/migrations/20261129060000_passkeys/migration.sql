-- Keys with which people prove that it is them. Only the gateway writes them.
CREATE TABLE "passkeys" (
  "id" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  -- as the authenticator names it, base64url
  "credential_id" TEXT NOT NULL,
  "public_key" BYTEA NOT NULL,
  "counter" BIGINT NOT NULL,
  "transports" TEXT[] NOT NULL DEFAULT '{}',
  "is_synced" BOOLEAN NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- from when on it proves anything
  "counts_from" TIMESTAMPTZ(3) NOT NULL,
  "last_used_at" TIMESTAMPTZ(3),
  "removed_at" TIMESTAMPTZ(3),
  CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "passkeys_credential" CHECK (char_length("credential_id") BETWEEN 1 AND 2048),
  CONSTRAINT "passkeys_public_key" CHECK (octet_length("public_key") BETWEEN 1 AND 4096),
  CONSTRAINT "passkeys_counter" CHECK ("counter" >= 0),
  CONSTRAINT "passkeys_transports" CHECK (cardinality("transports") <= 10),
  CONSTRAINT "passkeys_name" CHECK (char_length("name") BETWEEN 1 AND 100),
  CONSTRAINT "passkeys_counts" CHECK ("counts_from" >= "created_at")
);
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");
CREATE INDEX "passkeys_person_id_idx" ON "passkeys"("person_id");
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whose key it is, and from when on it counts, never changes; what was removed stays removed. When is the database's to say.
CREATE FUNCTION "refuse_changed_passkey"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['counter', 'is_synced', 'last_used_at', 'name', 'removed_at'];
BEGIN
  IF OLD.removed_at IS NOT NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.counter < OLD.counter THEN
    RAISE EXCEPTION 'passkey % cannot change like this', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.removed_at IS NOT NULL THEN
    NEW.removed_at := date_trunc('milliseconds', clock_timestamp());
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_passkey BEFORE UPDATE ON "passkeys" FOR EACH ROW EXECUTE FUNCTION "refuse_changed_passkey"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "passkeys" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "passkeys" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
