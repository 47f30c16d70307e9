-- Which process may write which kind of event, as a person or as itself. Filled by prisma/audit-kinds.sql.

-- CreateTable
CREATE TABLE "audit_kinds" (
    "process" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "audit_kinds_pkey" PRIMARY KEY ("process","actor_kind","code")
);

-- A note without its event would be a fault that anybody can make.
DELETE FROM "audit_pending" p WHERE NOT EXISTS (SELECT FROM "audit_events" e WHERE e."id" = p."event_id");

-- AddForeignKey
ALTER TABLE "audit_pending" ADD CONSTRAINT "audit_pending_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "audit_events"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An event's time is the database's, whatever the insert says; its writer may write this kind, as a process in its own
-- name, or for a person who exists and is not disabled. It goes by the session's login, which SET ROLE does not change.
-- Who owns the tables could lift this anyway, and is let through: the sandbox's history is written by the owner.
CREATE FUNCTION "accept_audit_event"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  disabled timestamptz;
BEGIN
  IF pg_has_role(session_user, current_user, 'MEMBER') THEN
    RETURN NEW;
  END IF;
  NEW.at := clock_timestamp();
  IF NOT EXISTS (
    SELECT FROM audit_kinds k
    WHERE k.code = NEW.code AND k.actor_kind = NEW.actor_kind
      AND pg_has_role(session_user, 'halligan_' || k.process, 'MEMBER')
      AND (k.actor_kind <> 'system' OR NEW.actor_id = k.process)
  ) THEN
    RAISE EXCEPTION '% may not write % as % %', session_user, NEW.code, NEW.actor_kind, NEW.actor_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.actor_kind = 'person' THEN
    SELECT p.disabled_at INTO disabled FROM people p WHERE p.id = NEW.actor_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'there is no person %', NEW.actor_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- What a disabled person is refused is on record, and so is their leaving.
    IF disabled IS NOT NULL AND NEW.outcome <> 'refused'
      AND NEW.code NOT IN ('person.disabled', 'sign-in.ended', 'session.detached', 'session.unwatched', 'list.exported') THEN
      RAISE EXCEPTION '% is disabled', NEW.actor_id USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "accept_event" BEFORE INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "accept_audit_event"();

-- Every event goes to the sealer, and nothing else does: no login writes notes itself.
CREATE FUNCTION "hand_to_sealer"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO audit_pending (event_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "hand_to_sealer" AFTER INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "hand_to_sealer"();
REVOKE ALL ON FUNCTION "accept_audit_event"(), "hand_to_sealer"() FROM PUBLIC;
