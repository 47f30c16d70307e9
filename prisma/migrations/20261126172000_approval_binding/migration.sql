-- An approval is bound to what was approved: a decision keeps the hash of the request as it was shown, and what the
-- hash covers can't be changed any more.

-- Each node as it was when it was asked for. Requests of before are given what is known of their nodes now.
ALTER TABLE "request_nodes" ADD COLUMN "account_id" TEXT, ADD COLUMN "region" TEXT, ADD COLUMN "protection" TEXT;
UPDATE "request_nodes" SET "account_id" = n."account_id", "region" = n."region", "protection" = n."protection"
  FROM "nodes" n WHERE n."id" = "request_nodes"."node_id";
ALTER TABLE "request_nodes" ALTER COLUMN "account_id" SET NOT NULL, ALTER COLUMN "region" SET NOT NULL,
  ALTER COLUMN "protection" SET NOT NULL;

-- Decisions of before have no hash, and nothing opens under them. NOT VALID: checked for every new row, not for those.
ALTER TABLE "decisions" ADD COLUMN "request_hash" TEXT;
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_request_hash"
  CHECK ("request_hash" IS NOT NULL AND "request_hash" ~ '^[0-9a-f]{64}$') NOT VALID;

-- After the first decision a request only changes its state. What is named here may change; a new column is frozen.
CREATE FUNCTION "refuse_changed_request"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free CONSTANT text[] := ARRAY['state', 'version', 'closed_at'];
BEGIN
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    AND EXISTS (SELECT FROM decisions WHERE request_id = OLD.id) THEN
    RAISE EXCEPTION 'request % was decided on: what was asked for cannot be changed', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_request BEFORE UPDATE ON "requests"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_request"();

-- The request's lock first: whoever decides holds it, so a node is there before the decision or never.
CREATE FUNCTION "refuse_late_request_node"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM requests WHERE id = NEW.request_id FOR KEY SHARE;
  IF EXISTS (SELECT FROM decisions WHERE request_id = NEW.request_id) THEN
    RAISE EXCEPTION 'request % was decided on: no node can be added', NEW.request_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_request BEFORE INSERT ON "request_nodes"
  FOR EACH ROW EXECUTE FUNCTION "refuse_late_request_node"();

-- A grant ends once, and its window is set once more by its first use where that begins it. All else is as issued.
CREATE FUNCTION "refuse_changed_grant"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['ended_at', 'end_reason', 'ended_by_id'];
BEGIN
  IF OLD.ended_at IS NOT NULL AND to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW) THEN
    RAISE EXCEPTION 'grant % has ended', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.window_start = 'first-use' AND OLD.first_used_at IS NULL AND NEW.starts_at = NEW.first_used_at
    AND NEW.ends_at <= NEW.starts_at + make_interval(secs => NEW.window_seconds) THEN
    free := free || ARRAY['starts_at', 'ends_at', 'first_used_at'];
  END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'grant % cannot be changed, only ended', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_grant BEFORE UPDATE ON "grants" FOR EACH ROW EXECUTE FUNCTION "refuse_changed_grant"();

-- A grant that names nodes has those that were asked for and that no approval left out. With a selector, each use adds
-- its node; how many and which is judged where the shell is opened.
CREATE FUNCTION "refuse_foreign_grant_node"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  granted grants%ROWTYPE;
BEGIN
  SELECT * INTO granted FROM grants WHERE id = NEW.grant_id;
  IF granted.selector IS NULL AND (
    NOT EXISTS (SELECT FROM request_nodes WHERE request_id = granted.request_id AND node_id = NEW.node_id)
    OR EXISTS (SELECT FROM decisions WHERE request_id = granted.request_id AND verdict = 'approve'
      AND cardinality(node_ids) > 0 AND NOT NEW.node_id = ANY (node_ids))
  ) THEN
    RAISE EXCEPTION 'grant % was not approved for node %', NEW.grant_id, NEW.node_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_grant BEFORE INSERT ON "grant_nodes"
  FOR EACH ROW EXECUTE FUNCTION "refuse_foreign_grant_node"();

DO $$
DECLARE
  frozen text;
BEGIN
  FOREACH frozen IN ARRAY ARRAY['request_nodes', 'grant_nodes'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', frozen);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', frozen);
  END LOOP;
END
$$;
