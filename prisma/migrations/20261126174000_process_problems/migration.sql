-- What a process found wrong with itself: its clock, and roles that it can't become. Shown on every page.
ALTER TABLE "processes" ADD COLUMN "problems" JSONB NOT NULL DEFAULT '[]';
