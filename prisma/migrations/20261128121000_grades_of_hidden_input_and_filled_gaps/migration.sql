-- Beside what a recording lacks: when something was typed that was not printed, and what a log has in its gaps.
ALTER TABLE "session_grades" ADD COLUMN IF NOT EXISTS "hidden" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "session_grades" ADD COLUMN IF NOT EXISTS "hidden_count" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "session_grades" ADD COLUMN IF NOT EXISTS "filled" JSONB NOT NULL DEFAULT '[]';
