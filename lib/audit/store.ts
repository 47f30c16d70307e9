import { handleOf, type Tx } from "../db/client";
import type { AuditEntry } from "./append-event";

/** Writes the event and its note for the sealer. */
export async function insertEvent(tx: Tx, entry: Required<AuditEntry> & { id: string }): Promise<void> {
  const { id, code, outcome, actor, subject, data } = entry;
  await handleOf(tx).auditEvent.create({
    data: {
      id,
      code,
      outcome,
      actorKind: actor.kind,
      actorId: actor.kind === "person" ? actor.id : actor.name,
      origin: actor.origin,
      ...subject,
      data,
    },
  });
  await handleOf(tx).auditPending.create({ data: { eventId: id } });
}
