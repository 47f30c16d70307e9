-- outside-transaction
-- Whether a recording is on hold is asked at every step of its deletion: however much else happened to that session, or was
-- refused, this index has the words on holds alone.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_holds" ON "audit_events"("session_id")
  WHERE "code" IN ('recording.held', 'recording.hold-lift-asked', 'recording.hold-lifted') AND "outcome" = 'done';
