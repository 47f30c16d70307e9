-- Recordings in parts that play by themselves, with their lines and commands. All of it is made of recording_ranges
-- and can be made anew; the evidence stays where it is.

CREATE TABLE IF NOT EXISTS "replay_progress" (
  "session_id" TEXT NOT NULL,
  "after_range_id" BIGINT NOT NULL DEFAULT 0,
  "next_frame" BIGINT NOT NULL DEFAULT 0,
  "segments" INTEGER NOT NULL DEFAULT 0,
  "commands" INTEGER NOT NULL DEFAULT 0,
  "lines" BIGINT NOT NULL DEFAULT 0,
  "state" BYTEA,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "finished_at" TIMESTAMPTZ(3),
  "failures" INTEGER NOT NULL DEFAULT 0,
  "failure" TEXT,
  CONSTRAINT "replay_progress_pkey" PRIMARY KEY ("session_id"),
  CONSTRAINT "replay_progress_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "recordings"("session_id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE IF NOT EXISTS "recording_segments" (
  "session_id" TEXT NOT NULL,
  "number" INTEGER NOT NULL CHECK ("number" >= 0),
  "from_ms" INTEGER NOT NULL,
  "to_ms" INTEGER NOT NULL CHECK ("from_ms" <= "to_ms"),
  "output_bytes" INTEGER NOT NULL,
  "content" BYTEA NOT NULL,
  "lines" BYTEA NOT NULL,
  "first_line" BIGINT NOT NULL,
  "line_count" INTEGER NOT NULL,
  "summary" JSONB NOT NULL,
  CONSTRAINT "recording_segments_pkey" PRIMARY KEY ("session_id", "number"),
  CONSTRAINT "recording_segments_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "recordings"("session_id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
-- packed already: trying to pack it again only costs time
ALTER TABLE "recording_segments" ALTER COLUMN "content" SET STORAGE EXTERNAL;
ALTER TABLE "recording_segments" ALTER COLUMN "lines" SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS "recorded_commands" (
  "session_id" TEXT NOT NULL,
  "number" INTEGER NOT NULL CHECK ("number" >= 0),
  "at_ms" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  "duration_ms" INTEGER,
  "exit_status" INTEGER,
  "is_marked" BOOLEAN NOT NULL,
  CONSTRAINT "recorded_commands_pkey" PRIMARY KEY ("session_id", "number"),
  CONSTRAINT "recorded_commands_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "recordings"("session_id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE INDEX IF NOT EXISTS "recording_segments_session_id_from_ms_number_idx"
  ON "recording_segments"("session_id", "from_ms", "number");
CREATE INDEX IF NOT EXISTS "recording_segments_session_id_first_line_number_idx"
  ON "recording_segments"("session_id", "first_line", "number");
-- those that are not finished, which are few
CREATE INDEX IF NOT EXISTS "replay_progress_unfinished" ON "replay_progress"("changed_at") WHERE "finished_at" IS NULL;

INSERT INTO "replay_progress" ("session_id") SELECT "session_id" FROM "recordings" ON CONFLICT DO NOTHING;
