-- A request that waits is not closed, and every other is.
ALTER TABLE "requests" ADD CONSTRAINT "requests_closed" CHECK (("state" = 'waiting') = ("closed_at" IS NULL)) NOT VALID;
