-- What rules that were proposed would have made of the requests of the last months, as jobs found it, once.
CREATE TABLE "policy_rehearsals" (
  "policy_id" TEXT NOT NULL,
  -- requests from then on
  "since" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- of all of them, or why only of the newest
  "extent" TEXT NOT NULL,
  "request_count" INTEGER NOT NULL,
  "rehearsed_count" INTEGER NOT NULL,
  -- of those that were rehearsed: with groups and tags of today, since those of then were not kept
  "today_count" INTEGER NOT NULL,
  -- {kind of difference: how many}
  "counts" JSONB NOT NULL,
  -- of each kind the newest: [{"id", "kinds", "isOfToday", "needs", "refusal"}]
  "differences" JSONB NOT NULL,
  CONSTRAINT "policy_rehearsals_pkey" PRIMARY KEY ("policy_id"),
  CONSTRAINT "policy_rehearsals_extent" CHECK ("extent" IN ('all', 'most', 'time', 'failed')),
  CONSTRAINT "policy_rehearsals_counted" CHECK ("today_count" BETWEEN 0 AND "rehearsed_count"
    AND "rehearsed_count" <= "request_count" AND ("extent" <> 'all' OR "rehearsed_count" = "request_count")),
  CONSTRAINT "policy_rehearsals_differences" CHECK (jsonb_typeof("differences") = 'array' AND jsonb_typeof("counts") = 'object')
);
ALTER TABLE "policy_rehearsals" ADD CONSTRAINT "policy_rehearsals_policy_id_fkey" FOREIGN KEY ("policy_id")
  REFERENCES "policy_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "policy_rehearsals"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "policy_rehearsals"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
