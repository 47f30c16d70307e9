-- The user on the nodes that the decisions left; null: none was named. Frozen as every column but a grant's end. The next
-- migration looks at the rows that are there, without keeping anybody waiting.
ALTER TABLE "grants" ADD COLUMN "os_user" TEXT;
ALTER TABLE "grants" ADD CONSTRAINT "grants_os_user" CHECK ("os_user" <> 'root') NOT VALID;
