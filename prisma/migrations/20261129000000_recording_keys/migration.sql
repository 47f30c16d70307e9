-- The key with which the bytes of a recording are encrypted before they leave the database. It goes first when the
-- recording is deleted: what lies elsewhere can't be read from then on.
CREATE TABLE "recording_keys" (
  "session_id" TEXT NOT NULL,
  "key" BYTEA NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "recording_keys_pkey" PRIMARY KEY ("session_id"),
  CONSTRAINT "recording_keys_length" CHECK (octet_length("key") = 32)
);
ALTER TABLE "recording_keys" ADD CONSTRAINT "recording_keys_session_id_fkey" FOREIGN KEY ("session_id")
  REFERENCES "recordings"("session_id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only_rows BEFORE UPDATE ON "recording_keys" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "recording_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER deleted_with_recording AFTER DELETE ON "recording_keys" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_unless_deleting"();
