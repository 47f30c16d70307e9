-- What a session has in each state, and can't have yet: the same as lib/sessions/record.ts reads. Not checked against
-- the rows that are there until the next migration, which needs no lock that writers wait for.
ALTER TABLE "sessions"
  ADD CONSTRAINT "sessions_created" CHECK ("state" <> 'created' OR num_nonnulls("gateway_id", "opened_at",
    "aws_session_id", "stream_url", "client_id", "end_requested_at", "end_reason", "ended_at") = 0) NOT VALID,
  ADD CONSTRAINT "sessions_opening" CHECK ("state" <> 'opening' OR ("gateway_id" IS NOT NULL
    AND num_nonnulls("opened_at", "aws_session_id", "stream_url", "client_id", "end_requested_at", "end_reason",
      "ended_at") = 0)) NOT VALID,
  ADD CONSTRAINT "sessions_open" CHECK ("state" <> 'open'
    OR (num_nulls("gateway_id", "opened_at", "aws_session_id", "stream_url", "client_id", "window_ends_at") = 0
      AND num_nonnulls("end_requested_at", "end_reason", "ended_at") = 0)) NOT VALID,
  ADD CONSTRAINT "sessions_ending" CHECK ("state" <> 'ending'
    OR (num_nulls("gateway_id", "end_requested_at", "end_reason") = 0 AND "ended_at" IS NULL)) NOT VALID,
  ADD CONSTRAINT "sessions_ended" CHECK ("state" <> 'ended' OR num_nulls("ended_at", "end_reason") = 0) NOT VALID,
  ADD CONSTRAINT "sessions_failed" CHECK ("state" <> 'failed'
    OR num_nulls("gateway_id", "ended_at", "end_reason") = 0) NOT VALID;
