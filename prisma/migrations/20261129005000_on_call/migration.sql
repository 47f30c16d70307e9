-- Feeds that say who of a group is on call, as jobs last read them.
CREATE TABLE "on_call_feeds" (
  "name" TEXT NOT NULL,
  "group_name" TEXT NOT NULL,
  -- the host that it was read from
  "source" TEXT NOT NULL,
  -- when it was last read whole, and last tried
  "read_at" TIMESTAMPTZ(3),
  "tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "failure" TEXT,
  CONSTRAINT "on_call_feeds_pkey" PRIMARY KEY ("name"),
  CONSTRAINT "on_call_feeds_failure" CHECK (char_length("failure") BETWEEN 1 AND 500)
);

CREATE TABLE "on_call_shifts" (
  "feed_name" TEXT NOT NULL,
  -- an e-mail address in small letters, or a name
  "who" TEXT NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "on_call_shifts_pkey" PRIMARY KEY ("feed_name", "starts_at", "ends_at", "who"),
  CONSTRAINT "on_call_shifts_order" CHECK ("starts_at" < "ends_at")
);
ALTER TABLE "on_call_shifts" ADD CONSTRAINT "on_call_shifts_feed_name_fkey" FOREIGN KEY ("feed_name")
  REFERENCES "on_call_feeds"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
