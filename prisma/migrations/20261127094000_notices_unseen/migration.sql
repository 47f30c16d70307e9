-- outside-transaction
-- What a person has not seen is read with every page: however much they were told before, the index has that alone.
CREATE INDEX CONCURRENTLY "notices_unseen" ON "notices"("person_id", "created_at", "id")
  WHERE "done_at" IS NULL AND "seen_at" IS NULL;
