-- Who decides in an approver's place while they are away. Of two running ones of the same person both count, and what
-- they give counts once.
CREATE TABLE "delegations" (
  "id" TEXT NOT NULL,
  "delegator_id" TEXT NOT NULL,
  "delegate_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  -- null: it ends by itself
  "withdrawn_at" TIMESTAMPTZ(3),
  CONSTRAINT "delegations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "delegations_two_people" CHECK ("delegator_id" <> "delegate_id"),
  CONSTRAINT "delegations_length" CHECK ("ends_at" > "created_at" AND "ends_at" <= "created_at" + interval '720 hours')
);
CREATE INDEX "delegations_delegator_id_ends_at_idx" ON "delegations"("delegator_id", "ends_at");
CREATE INDEX "delegations_delegate_id_ends_at_idx" ON "delegations"("delegate_id", "ends_at");
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegator_id_fkey" FOREIGN KEY ("delegator_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegate_id_fkey" FOREIGN KEY ("delegate_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- It begins when it is written and is withdrawn once; both times are the database's.
CREATE FUNCTION "refuse_changed_delegation"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now_at timestamptz := date_trunc('milliseconds', clock_timestamp());
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.created_at := now_at;
    NEW.withdrawn_at := NULL;
    RETURN NEW;
  END IF;
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR OLD.ends_at <= now_at
    OR to_jsonb(OLD) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(NEW) - 'withdrawn_at' THEN
    RAISE EXCEPTION 'the delegation % cannot be changed like this', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.withdrawn_at := now_at;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_delegation BEFORE INSERT OR UPDATE ON "delegations"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_delegation"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "delegations" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "delegations" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
