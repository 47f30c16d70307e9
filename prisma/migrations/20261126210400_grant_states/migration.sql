-- A grant that has ended says why, and only such a one says who ended it. Only a window that waits for its first use has one.
ALTER TABLE "grants"
  ADD CONSTRAINT "grants_ended" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL)
    AND ("ended_by_id" IS NULL OR "ended_at" IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT "grants_first_use" CHECK ("first_used_at" IS NULL OR "window_start" = 'first-use') NOT VALID;
