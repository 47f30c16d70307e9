-- outside-transaction
-- Notes on a recording are read with each page of its session: however much else happened to that session, or was refused,
-- this index has the notes alone.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_notes" ON "audit_events"("session_id", "at", "id")
  WHERE "code" IN ('recording.noted', 'recording.note-withdrawn') AND "outcome" = 'done';
