-- The text of a session that its node's agent put into S3, as fetched: each content that was ever there, in pieces. A
-- row of the object comes last, with its audit event; pieces without one are those of a reading that broke off.
CREATE TABLE IF NOT EXISTS "agent_log_objects" (
  "session_id" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "bucket" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "kept_bytes" BIGINT NOT NULL CHECK ("kept_bytes" <= "size"),
  "modified_at" TIMESTAMPTZ(3) NOT NULL,
  "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "agent_log_objects_pkey" PRIMARY KEY ("session_id", "version"),
  CONSTRAINT "agent_log_objects_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE IF NOT EXISTS "agent_log_chunks" (
  "session_id" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "number" INTEGER NOT NULL CHECK ("number" >= 0),
  "bytes" BYTEA NOT NULL,
  CONSTRAINT "agent_log_chunks_pkey" PRIMARY KEY ("session_id", "version", "number"),
  CONSTRAINT "agent_log_chunks_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);

-- What the grades are made of. It can be made anew; the evidence stays where it is.
CREATE TABLE IF NOT EXISTS "session_grades" (
  "session_id" TEXT NOT NULL,
  "gaps" JSONB NOT NULL DEFAULT '[]',
  "gap_count" INTEGER NOT NULL DEFAULT 0,
  "logs" JSONB NOT NULL DEFAULT '[]',
  "alarms" JSONB NOT NULL DEFAULT '[]',
  -- lines of the recording and of the log: not for web
  "differences" JSONB NOT NULL DEFAULT '[]',
  "fully_read_at" TIMESTAMPTZ(3),
  CONSTRAINT "session_grades_pkey" PRIMARY KEY ("session_id"),
  CONSTRAINT "session_grades_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "agent_log_objects"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "agent_log_objects"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "agent_log_chunks"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "agent_log_chunks"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
