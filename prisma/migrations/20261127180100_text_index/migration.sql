-- The text of recordings, so that it can be searched. All of it is made of recording_segments and recorded_commands and
-- can be made anew.

CREATE TABLE IF NOT EXISTS "text_heads" (
  "kind" TEXT NOT NULL CHECK ("kind" IN ('command', 'output')),
  "next_block" BIGINT NOT NULL,
  CONSTRAINT "text_heads_pkey" PRIMARY KEY ("kind")
);
INSERT INTO "text_heads" ("kind", "next_block") VALUES ('command', 0), ('output', 0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS "text_shards" (
  "id" BIGSERIAL NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('command', 'output')),
  "first_block" BIGINT NOT NULL,
  "blocks" INTEGER NOT NULL CHECK ("blocks" > 0),
  "text_bytes" BIGINT NOT NULL,
  "bucket_bits" INTEGER NOT NULL CHECK ("bucket_bits" BETWEEN 0 AND 12),
  "state" TEXT NOT NULL CHECK ("state" IN ('building', 'live')),
  "next_step" INTEGER NOT NULL DEFAULT 0,
  "is_stale" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "text_shards_pkey" PRIMARY KEY ("id")
);
-- every block is in one live part, and of each kind one merge is under way at most
CREATE UNIQUE INDEX IF NOT EXISTS "text_shards_live" ON "text_shards"("kind", "first_block") WHERE "state" = 'live';
CREATE UNIQUE INDEX IF NOT EXISTS "text_shards_building" ON "text_shards"("kind") WHERE "state" = 'building';

CREATE TABLE IF NOT EXISTS "text_postings" (
  "shard_id" BIGINT NOT NULL,
  "bucket" INTEGER NOT NULL,
  "content" BYTEA NOT NULL,
  CONSTRAINT "text_postings_pkey" PRIMARY KEY ("shard_id", "bucket"),
  CONSTRAINT "text_postings_shard_id_fkey" FOREIGN KEY ("shard_id") REFERENCES "text_shards"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
-- packed already, and best read in one piece: a bucket of 8 KB fills its page
ALTER TABLE "text_postings" ALTER COLUMN "content" SET STORAGE EXTERNAL;
ALTER TABLE "text_postings" SET (toast_tuple_target = 8160);

CREATE TABLE IF NOT EXISTS "text_runs" (
  "kind" TEXT NOT NULL CHECK ("kind" IN ('command', 'output')),
  "first_block" BIGINT NOT NULL,
  "blocks" INTEGER NOT NULL CHECK ("blocks" > 0),
  "session_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "text_runs_pkey" PRIMARY KEY ("kind", "first_block"),
  CONSTRAINT "text_runs_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "recordings"("session_id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX IF NOT EXISTS "text_runs_session_id_kind_first_block_idx"
  ON "text_runs"("session_id", "kind", "first_block");

CREATE TABLE IF NOT EXISTS "text_chunks" (
  "kind" TEXT NOT NULL CHECK ("kind" IN ('command', 'output')),
  "first_block" BIGINT NOT NULL,
  "blocks" INTEGER NOT NULL CHECK ("blocks" > 0),
  "content" BYTEA NOT NULL,
  CONSTRAINT "text_chunks_pkey" PRIMARY KEY ("kind", "first_block")
);
ALTER TABLE "text_chunks" ALTER COLUMN "content" SET STORAGE EXTERNAL;
ALTER TABLE "text_chunks" SET (toast_tuple_target = 8160);
