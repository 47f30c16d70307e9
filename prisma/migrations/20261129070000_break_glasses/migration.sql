-- Access without waiting for anybody: what it cost, what whoever broke the glass wrote afterwards, and what an approver
-- said of it. One row a request.
CREATE TABLE "break_glasses" (
  "request_id" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  -- first of the month, UTC
  "month" DATE NOT NULL,
  -- which of so many of the person's month it is; null: it takes a co-signer
  "unit" INTEGER,
  "budget" INTEGER NOT NULL,
  "cosigner_for" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  -- null: a co-signer is waited for, or never came
  "broken_at" TIMESTAMPTZ(3),
  "note_due_at" TIMESTAMPTZ(3),
  "note" TEXT,
  "noted_at" TIMESTAMPTZ(3),
  "verdict" TEXT,
  "verdict_reason" TEXT,
  "judged_by_id" TEXT,
  "judged_at" TIMESTAMPTZ(3),
  CONSTRAINT "break_glasses_pkey" PRIMARY KEY ("request_id"),
  CONSTRAINT "break_glasses_unit" CHECK ("unit" BETWEEN 1 AND "budget"),
  CONSTRAINT "break_glasses_cosigner" CHECK (("unit" IS NULL) = ("cosigner_for" IS NOT NULL)
    AND "cosigner_for" IN ('budget-spent', 'note-overdue', 'rule')),
  CONSTRAINT "break_glasses_broken" CHECK (("broken_at" IS NULL) = ("note_due_at" IS NULL)
    AND ("broken_at" IS NOT NULL OR "unit" IS NULL AND "note" IS NULL AND "verdict" IS NULL)),
  CONSTRAINT "break_glasses_note" CHECK (("note" IS NULL) = ("noted_at" IS NULL) AND char_length("note") BETWEEN 1 AND 4000),
  CONSTRAINT "break_glasses_verdict" CHECK ("verdict" IN ('ratified', 'disowned')
    AND ("verdict" IS NULL) = ("verdict_reason" IS NULL) AND ("verdict" IS NULL) = ("judged_by_id" IS NULL)
    AND ("verdict" IS NULL) = ("judged_at" IS NULL) AND char_length("verdict_reason") BETWEEN 1 AND 2000),
  CONSTRAINT "break_glasses_two_people" CHECK ("judged_by_id" <> "person_id")
);
-- A person's month has each unit once, however many tabs ask for it.
CREATE UNIQUE INDEX "break_glasses_person_id_month_unit_key" ON "break_glasses"("person_id", "month", "unit");
CREATE INDEX "break_glasses_judged_by_id_idx" ON "break_glasses"("judged_by_id");
CREATE INDEX "break_glasses_note_owed" ON "break_glasses"("person_id", "note_due_at") WHERE "note" IS NULL;
ALTER TABLE "break_glasses" ADD CONSTRAINT "break_glasses_request_id_fkey" FOREIGN KEY ("request_id")
  REFERENCES "requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "break_glasses" ADD CONSTRAINT "break_glasses_person_id_fkey" FOREIGN KEY ("person_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "break_glasses" ADD CONSTRAINT "break_glasses_judged_by_id_fkey" FOREIGN KEY ("judged_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Step by step; every time is the database's. Whoever owes a note that is overdue takes no unit, and without a unit the
-- glass breaks only once somebody else has approved.
CREATE FUNCTION "refuse_changed_glass"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now_at timestamptz := date_trunc('milliseconds', clock_timestamp());
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM requests WHERE id = NEW.request_id AND requester_id = NEW.person_id)
      OR EXISTS (SELECT FROM decisions WHERE request_id = NEW.request_id)
      OR NEW.note IS NOT NULL OR NEW.verdict IS NOT NULL THEN
      RAISE EXCEPTION 'the glass of % cannot be broken like this', NEW.request_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.unit IS NOT NULL AND EXISTS (SELECT FROM break_glasses
      WHERE person_id = NEW.person_id AND note IS NULL AND note_due_at <= now_at) THEN
      RAISE EXCEPTION '% owes a note', NEW.person_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.created_at := now_at;
    NEW.month := date_trunc('month', now_at AT TIME ZONE 'UTC')::date;
    NEW.broken_at := CASE WHEN NEW.unit IS NOT NULL THEN now_at END;
    NEW.note_due_at := NEW.broken_at + interval '24 hours';
    RETURN NEW;
  END IF;
  IF OLD.broken_at IS NULL AND NEW.broken_at IS NOT NULL THEN
    free := ARRAY['broken_at', 'note_due_at'];
    IF NOT EXISTS (SELECT FROM decisions WHERE request_id = OLD.request_id AND verdict = 'approve'
      AND person_id <> OLD.person_id) THEN
      RAISE EXCEPTION 'nobody co-signed %', OLD.request_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.broken_at := now_at;
    NEW.note_due_at := now_at + interval '24 hours';
  ELSIF OLD.note IS NULL AND NEW.note IS NOT NULL THEN
    free := ARRAY['note', 'noted_at'];
    NEW.noted_at := now_at;
  ELSIF OLD.verdict IS NULL AND NEW.verdict IS NOT NULL THEN
    free := ARRAY['verdict', 'verdict_reason', 'judged_by_id', 'judged_at'];
    NEW.judged_at := now_at;
  END IF;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'the glass of % cannot be changed like this', OLD.request_id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_glass BEFORE INSERT OR UPDATE ON "break_glasses"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_glass"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "break_glasses" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "break_glasses" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
