-- The user on the node; null: as the session's document says. Whoever makes a session writes it, and no login may change
-- it. The next migration looks at the rows that are there, without keeping anybody waiting.
ALTER TABLE "sessions" ADD COLUMN "os_user" TEXT;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_os_user" CHECK ("os_user" <> 'root') NOT VALID;
