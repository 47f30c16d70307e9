-- What a gateway needs to have KMS decrypt the channel's key of an open session that it takes over. No secret: KMS gives
-- the key to nobody but the session's own role, for this context.
CREATE TABLE "channel_keys" (
  "session_id" TEXT NOT NULL,
  "key_arn" TEXT NOT NULL,
  "context" JSONB NOT NULL,
  "ciphertext" BYTEA NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "channel_keys_pkey" PRIMARY KEY ("session_id"),
  CONSTRAINT "channel_keys_key_arn" CHECK (char_length("key_arn") BETWEEN 1 AND 2048),
  CONSTRAINT "channel_keys_context" CHECK (jsonb_typeof("context") = 'object'),
  CONSTRAINT "channel_keys_ciphertext" CHECK (octet_length("ciphertext") BETWEEN 1 AND 6144)
);
ALTER TABLE "channel_keys" ADD CONSTRAINT "channel_keys_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whoever ends a session, its row here goes with that: no login may delete one by itself.
CREATE FUNCTION "forget_channel_key"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM channel_keys WHERE session_id = OLD.id;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "forget_channel_key"() FROM PUBLIC;
CREATE TRIGGER forget_channel_key AFTER UPDATE OF "state" ON "sessions"
  FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state <> 'open') EXECUTE FUNCTION "forget_channel_key"();
