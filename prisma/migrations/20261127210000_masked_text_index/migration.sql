-- The index of recordings' text holds no secrets that are masked elsewhere: what was indexed with them is indexed anew, by
-- jobs, from the segments. Until then a search says of how many recordings it can't find everything.
-- live-safe: one row a recording, and only jobs write it: they wait for this, which takes less than a second
UPDATE "replay_progress" SET "indexed_segments" = 0, "indexed_commands" = 0
WHERE "indexed_segments" > 0 OR "indexed_commands" > 0;
-- contract: 20261127182700_sessions_corroboration a search finds less for a while and says so; nothing is lost
TRUNCATE "text_postings", "text_shards", "text_chunks", "text_runs";
