-- Sessions that somebody opened past the portal: a row of sessions, and here what AWS says of it besides.
CREATE TABLE "imported_sessions" (
  "session_id" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "reason" TEXT,
  "is_before_watch" BOOLEAN NOT NULL,
  "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "logs" JSONB,
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "imported_sessions_pkey" PRIMARY KEY ("session_id"),
  CONSTRAINT "imported_sessions_owner" CHECK (char_length("owner") <= 2048),
  CONSTRAINT "imported_sessions_reason" CHECK (char_length("reason") BETWEEN 1 AND 512),
  CONSTRAINT "imported_sessions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
-- Those whose log can still come: few whatever the history.
CREATE INDEX "imported_sessions_unsettled" ON "imported_sessions"("session_id") WHERE "settled_at" IS NULL;

-- What a session of ours has while it is open a session past us has not: no gateway, no channel, no window. Neither has
-- it a grant or a policy, in any state. Not checked against the rows that are there until the next migration.
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_open";
ALTER TABLE "sessions"
  ADD CONSTRAINT "sessions_open" CHECK ("state" <> 'open'
    OR (num_nonnulls("end_requested_at", "end_reason", "ended_at") = 0 AND CASE "kind"
      WHEN 'imported' THEN num_nulls("opened_at", "aws_session_id") = 0
      ELSE num_nulls("gateway_id", "opened_at", "aws_session_id", "stream_url", "client_id", "window_ends_at") = 0
      END)) NOT VALID,
  ADD CONSTRAINT "sessions_imported" CHECK ("kind" <> 'imported'
    OR ("state" IN ('open', 'ended') AND num_nonnulls("grant_id", "policy", "assume_intended_at") = 0)) NOT VALID;
