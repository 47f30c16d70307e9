-- outside-transaction
-- Sessions past the portal, newest first: few among many.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_imported_created" ON "sessions"("created_at", "id") WHERE "kind" = 'imported';
