-- For how long recordings are kept, by protection class: one administrator proposes, another confirms, and every version
-- stays. A class without a version that is in force is kept without end.
CREATE TABLE "retention_rules" (
  "id" TEXT NOT NULL,
  "protection" TEXT NOT NULL,
  -- after the session ended; null: without end
  "days" INTEGER,
  "state" TEXT NOT NULL DEFAULT 'proposed',
  "reason" TEXT NOT NULL,
  "asked_by_id" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  "confirmed_by_id" TEXT,
  "confirmed_at" TIMESTAMPTZ(3),
  "version" INTEGER,
  "effective_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "retention_rules_protection" CHECK ("protection" IN ('production', 'staging')),
  CONSTRAINT "retention_rules_days" CHECK ("days" BETWEEN 30 AND 36500),
  CONSTRAINT "retention_rules_state" CHECK ("state" IN ('proposed', 'confirmed', 'superseded', 'withdrawn', 'expired')),
  CONSTRAINT "retention_rules_reason" CHECK (char_length("reason") BETWEEN 1 AND 2000),
  CONSTRAINT "retention_rules_confirmed" CHECK (("state" IN ('confirmed', 'superseded')) = ("confirmed_by_id" IS NOT NULL)
    AND ("confirmed_by_id" IS NULL) = ("confirmed_at" IS NULL) AND ("confirmed_at" IS NULL) = ("version" IS NULL)
    AND ("version" IS NULL) = ("effective_at" IS NULL)),
  CONSTRAINT "retention_rules_two_people" CHECK ("confirmed_by_id" <> "asked_by_id"),
  CONSTRAINT "retention_rules_closed" CHECK (("state" IN ('superseded', 'withdrawn', 'expired')) = ("closed_at" IS NOT NULL))
);
CREATE INDEX "retention_rules_asked_by_id_idx" ON "retention_rules"("asked_by_id");
CREATE INDEX "retention_rules_confirmed_by_id_idx" ON "retention_rules"("confirmed_by_id");
CREATE UNIQUE INDEX "retention_rules_version" ON "retention_rules"("protection", "version");
-- One at a time.
CREATE UNIQUE INDEX "retention_rules_one" ON "retention_rules"("protection") WHERE "state" = 'proposed';
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_asked_by_id_fkey" FOREIGN KEY ("asked_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_confirmed_by_id_fkey" FOREIGN KEY ("confirmed_by_id")
  REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The version of a class that is in force now; null: none.
CREATE FUNCTION "halligan_rule_in_force"(of_protection text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM retention_rules
  WHERE protection = of_protection AND state = 'confirmed' AND effective_at <= clock_timestamp()
  ORDER BY version DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION "halligan_rule_in_force"(text) FROM PUBLIC;

-- Step by step. When it was confirmed, which version it is and from when it applies are the database's to say: one that
-- keeps for less time applies seven days later, so that holds can be placed. One that does not apply yet when a newer
-- one is confirmed never does.
CREATE FUNCTION "refuse_changed_rule"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  free text[];
  kept integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.expires_at > clock_timestamp() + interval '7 days 1 second' THEN
      RAISE EXCEPTION 'rule % does not begin by being proposed', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  free := CASE OLD.state || ' ' || NEW.state
    WHEN 'proposed confirmed' THEN ARRAY['state', 'confirmed_by_id']
    WHEN 'proposed withdrawn' THEN ARRAY['state', 'closed_at']
    WHEN 'proposed expired' THEN ARRAY['state', 'closed_at']
    WHEN 'confirmed superseded' THEN ARRAY['state', 'closed_at']
  END;
  IF free IS NULL OR to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
    OR NEW.state = 'confirmed' AND OLD.expires_at <= clock_timestamp()
    OR NEW.state = 'superseded' AND (pg_trigger_depth() < 2 OR OLD.effective_at <= clock_timestamp()) THEN
    RAISE EXCEPTION 'rule % cannot go from % to % like this', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'confirmed' THEN
    NEW.confirmed_at := date_trunc('milliseconds', clock_timestamp());
    NEW.version := 1 + coalesce((SELECT max(version) FROM retention_rules WHERE protection = NEW.protection), 0);
    SELECT days INTO kept FROM retention_rules WHERE id = halligan_rule_in_force(NEW.protection);
    NEW.effective_at := NEW.confirmed_at
      + CASE WHEN NEW.days < coalesce(kept, 2147483647) THEN interval '7 days' ELSE interval '0' END;
    UPDATE retention_rules SET state = 'superseded', closed_at = NEW.confirmed_at
      WHERE protection = NEW.protection AND state = 'confirmed' AND effective_at > clock_timestamp();
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen_rule BEFORE INSERT OR UPDATE ON "retention_rules"
  FOR EACH ROW EXECUTE FUNCTION "refuse_changed_rule"();
CREATE TRIGGER append_only_rows BEFORE DELETE ON "retention_rules" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "retention_rules" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Whether a version has a session's recording deleted, as far as the sealed audit says so and not the rows alone: two
-- people's events of exactly this version, which applies; and the session's end, whose time the database itself wrote.
-- What is not reviewed is kept.
CREATE FUNCTION "halligan_rule_permits"(of_session text, of_rule text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  r retention_rules%ROWTYPE;
BEGIN
  SELECT * INTO r FROM retention_rules WHERE id = of_rule;
  IF NOT FOUND OR r.state <> 'confirmed' OR r.days IS NULL OR r.asked_by_id = r.confirmed_by_id
    OR r.effective_at > clock_timestamp() THEN
    RETURN false;
  END IF;
  RETURN EXISTS (SELECT FROM sessions s JOIN reviews v ON v.session_id = s.id
      WHERE s.id = of_session AND s.protection = r.protection AND s.state IN ('ended', 'failed') AND v.state = 'closed')
    AND (SELECT count(DISTINCT e.code) = 2 FROM audit_events e JOIN audit_links l ON l.event_id = e.id
      WHERE e.code IN ('retention.proposed', 'retention.confirmed') AND e.outcome = 'done' AND e.actor_kind = 'person'
        AND e.data ->> 'ruleId' = r.id AND e.data ->> 'protection' = r.protection AND e.data ->> 'days' = r.days::text
        AND (e.code = 'retention.proposed' AND e.actor_id = r.asked_by_id
          OR e.code = 'retention.confirmed' AND e.actor_id = r.confirmed_by_id AND e.data ->> 'effectiveAt'
            = to_char(r.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    -- all of it is sealed, and the last of it is old enough
    AND coalesce((SELECT count(l.event_id) = count(*) AND max(e.at) <= clock_timestamp() - r.days * interval '24 hours'
      FROM audit_events e LEFT JOIN audit_links l ON l.event_id = e.id
      WHERE e.session_id = of_session AND e.code IN ('session.ended', 'session.failed')
        AND e.outcome IN ('done', 'failed')), false);
END
$$;
REVOKE ALL ON FUNCTION "halligan_rule_permits"(text, text) FROM PUBLIC;
