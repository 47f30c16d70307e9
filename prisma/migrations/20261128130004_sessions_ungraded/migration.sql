-- outside-transaction
DROP INDEX CONCURRENTLY IF EXISTS "sessions_ungraded";
