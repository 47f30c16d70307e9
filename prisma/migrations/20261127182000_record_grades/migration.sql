-- How complete a session's recording is, and whether the node's own log agrees with it: for lists, which read no
-- recordings. The same words as lib/sessions/grades.ts. Null: not graded yet. Not checked against the rows that are
-- there until the next migration.
ALTER TABLE "sessions" ADD COLUMN "completeness" TEXT;
ALTER TABLE "sessions" ADD COLUMN "corroboration" TEXT;
ALTER TABLE "sessions" ADD COLUMN "graded_at" TIMESTAMPTZ(3);
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_completeness"
  CHECK ("completeness" IN ('complete', 'partial', 'missing', 'not-recordable')) NOT VALID;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_corroboration"
  CHECK ("corroboration" IN ('pending', 'agreed', 'not-comparable', 'differs', 'absent')) NOT VALID;
