-- outside-transaction
-- Whether somebody is signed in, and since when last, is read without reading all the sign-ins that they ever had.
CREATE INDEX CONCURRENTLY "sign_ins_person_id_created_at_idx" ON "sign_ins"("person_id", "created_at");
CREATE INDEX CONCURRENTLY "sign_ins_running" ON "sign_ins"("person_id", "expires_at") WHERE "ended_at" IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS "sign_ins_person_id_idx";
