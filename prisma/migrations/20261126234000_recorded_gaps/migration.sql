-- A gap stands in its recorded range, with its cause: the same words as lib/recorded-ranges/range.ts. Not checked against
-- the rows that are there until the next migration. Every release so far wrote these two.
ALTER TABLE "recording_ranges" ADD CONSTRAINT "recording_ranges_gap_cause" CHECK ("kind" <> 'g'
  OR ("bytes" IS NOT NULL AND "bytes" IN ('not-resent'::bytea, 'channel-closed'::bytea))) NOT VALID;

-- What web may see of recordings: it may not read what was recorded. `escape` turns any bytes into text.
CREATE VIEW "recording_gaps" WITH (security_barrier) AS
  SELECT "session_id", "first_sequence", "last_sequence", encode("bytes", 'escape') AS "cause"
  FROM "recording_ranges" WHERE "kind" = 'g';
