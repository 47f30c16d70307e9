-- outside-transaction
-- Every id of ours is one that is there. Each statement is committed before the next begins, so that no two tables are
-- locked longer than the constraint itself needs; rows that are there are looked at beside whoever uses the table.

ALTER TABLE "account_regions" ADD CONSTRAINT "account_regions_test_ordered_by_id_fkey" FOREIGN KEY ("test_ordered_by_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "account_regions" VALIDATE CONSTRAINT "account_regions_test_ordered_by_id_fkey";

ALTER TABLE "session_documents" ADD CONSTRAINT "session_documents_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "session_documents" VALIDATE CONSTRAINT "session_documents_account_id_fkey";

ALTER TABLE "session_documents" ADD CONSTRAINT "session_documents_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "session_documents" VALIDATE CONSTRAINT "session_documents_created_by_id_fkey";

ALTER TABLE "request_nodes" ADD CONSTRAINT "request_nodes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "request_nodes" VALIDATE CONSTRAINT "request_nodes_account_id_fkey";

ALTER TABLE "grants" ADD CONSTRAINT "grants_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "grants" VALIDATE CONSTRAINT "grants_ended_by_id_fkey";

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_account_id_fkey";

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_ended_by_id_fkey";

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_closed_by_id_fkey";

ALTER TABLE "agent_log_events" ADD CONSTRAINT "agent_log_events_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "agent_log_events" VALIDATE CONSTRAINT "agent_log_events_session_id_fkey";

ALTER TABLE "trail_events" ADD CONSTRAINT "trail_events_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "trail_events" VALIDATE CONSTRAINT "trail_events_session_id_fkey";

ALTER TABLE "trail_events" ADD CONSTRAINT "trail_events_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "trail_events" VALIDATE CONSTRAINT "trail_events_account_id_fkey";

-- NULL means something in these: the rule decided; the session was imported. A person or grant that was deleted would
-- have turned into that. The new constraint stands before the old one goes.

ALTER TABLE "decisions" ADD CONSTRAINT "decisions_person" FOREIGN KEY ("person_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "decisions" VALIDATE CONSTRAINT "decisions_person";
ALTER TABLE "decisions" DROP CONSTRAINT IF EXISTS "decisions_person_id_fkey";

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_grant" FOREIGN KEY ("grant_id") REFERENCES "grants"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_grant";
ALTER TABLE "sessions" DROP CONSTRAINT IF EXISTS "sessions_grant_id_fkey";

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person" FOREIGN KEY ("person_id") REFERENCES "people"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_person";
ALTER TABLE "sessions" DROP CONSTRAINT IF EXISTS "sessions_person_id_fkey";
