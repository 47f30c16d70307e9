-- outside-transaction
-- One decision of a person on a request, and one of the rule: NULL is the rule's, and no two NULLs are different rules.
CREATE UNIQUE INDEX CONCURRENTLY "decisions_once" ON "decisions"("request_id", "person_id") NULLS NOT DISTINCT;
DROP INDEX CONCURRENTLY IF EXISTS "decisions_request_id_person_id_key";
