-- The rules by which access is decided: one administrator proposes a set, jobs check it, another administrator approves
-- it, and every version stays. Without one that is active the rules that come with the portal apply.
CREATE TABLE "policy_versions" (
  "id" TEXT NOT NULL,
  -- [{"name", "text"}]
  "files" JSONB NOT NULL,
  -- of the files, as the portal hashes them
  "sha256" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'proposed',
  "reason" TEXT NOT NULL,
  "proposed_by_id" TEXT NOT NULL,
  "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- what is wrong with it; []: nothing
  "problems" JSONB,
  "warnings" JSONB,
  "checked_at" TIMESTAMPTZ(3),
  "decided_by_id" TEXT,
  "decided_at" TIMESTAMPTZ(3),
  "decision_reason" TEXT,
  -- of what was approved
  "number" INTEGER,
  "replaced_at" TIMESTAMPTZ(3),
  CONSTRAINT "policy_versions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "policy_versions_files" CHECK (jsonb_typeof("files") = 'array' AND octet_length("files"::text) <= 2097152),
  CONSTRAINT "policy_versions_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "policy_versions_state" CHECK ("state" IN ('proposed', 'active', 'rejected', 'replaced')),
  CONSTRAINT "policy_versions_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000),
  CONSTRAINT "policy_versions_checked" CHECK (("checked_at" IS NULL) = ("problems" IS NULL)
    AND ("checked_at" IS NULL) = ("warnings" IS NULL)),
  CONSTRAINT "policy_versions_decided" CHECK (("state" = 'proposed') = ("decided_by_id" IS NULL)
    AND ("decided_by_id" IS NULL) = ("decided_at" IS NULL)),
  CONSTRAINT "policy_versions_rejected" CHECK (("state" = 'rejected') = ("decision_reason" IS NOT NULL)
    AND char_length("decision_reason") BETWEEN 1 AND 2000),
  CONSTRAINT "policy_versions_numbered" CHECK (("state" IN ('active', 'replaced')) = ("number" IS NOT NULL)),
  CONSTRAINT "policy_versions_replaced" CHECK (("state" = 'replaced') = ("replaced_at" IS NOT NULL)),
  CONSTRAINT "policy_versions_two_people" CHECK ("state" = 'rejected' OR "decided_by_id" <> "proposed_by_id"),
  CONSTRAINT "policy_versions_valid" CHECK ("number" IS NULL OR "problems" = '[]'::jsonb)
);
CREATE INDEX "policy_versions_proposed_by_id_idx" ON "policy_versions"("proposed_by_id");
CREATE INDEX "policy_versions_decided_by_id_idx" ON "policy_versions"("decided_by_id");
CREATE UNIQUE INDEX "policy_versions_number_key" ON "policy_versions"("number");
CREATE UNIQUE INDEX "policy_versions_active" ON "policy_versions"("state") WHERE "state" = 'active';
CREATE INDEX "policy_versions_proposed" ON "policy_versions"("proposed_at") WHERE "state" = 'proposed';
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_proposed_by_id_fkey" FOREIGN KEY ("proposed_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_decided_by_id_fkey" FOREIGN KEY ("decided_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Step by step. When it was decided and which number it has are the database's to say; what is approved replaces what
-- was. It is checked once, and what has problems is never approved.
CREATE FUNCTION "refuse_changed_policy"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.checked_at IS NOT NULL THEN
      RAISE EXCEPTION 'policy % does not begin by being proposed', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE OLD.state || ' ' || NEW.state
    WHEN 'proposed proposed' THEN ARRAY['checked_at', 'problems', 'warnings']
    WHEN 'proposed active' THEN ARRAY['state', 'decided_by_id']
    WHEN 'proposed rejected' THEN ARRAY['state', 'decided_by_id', 'decision_reason']
    WHEN 'active replaced' THEN ARRAY['state', 'replaced_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.state = 'proposed' AND OLD.checked_at IS NOT NULL
    OR NEW.state = 'active' AND OLD.problems IS DISTINCT FROM '[]'::jsonb
    OR NEW.state = 'replaced' AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'policy % cannot go from % to % like this', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state IN ('active', 'rejected') THEN
    NEW.decided_at := date_trunc('milliseconds', clock_timestamp());
  END IF;
  IF NEW.state = 'active' THEN
    NEW.number := 1 + coalesce((SELECT max(number) FROM policy_versions), 0);
    UPDATE policy_versions SET state = 'replaced', replaced_at = NEW.decided_at WHERE state = 'active';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_policy BEFORE INSERT OR UPDATE ON "policy_versions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_policy"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "policy_versions" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "policy_versions" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
