import { handleOf, type Tx } from "../db/client";
import { storable } from "../kernel/text";
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
      // Names of nodes and groups come from outside: one NUL in them must not cost the event.
      data: JSON.parse(
        JSON.stringify(data, (_key, value) => (typeof value === "string" ? storable(value) : value)),
      ),
    },
  });
  await handleOf(tx).auditPending.create({ data: { eventId: id } });
}

export async function raiseRefusals(tx: Tx, code: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into anonymous_refusals (code, hour, count) values (${code}, date_trunc('hour', clock_timestamp()), 1)
    on conflict (code, hour) do update set count = anonymous_refusals.count + 1`;
}
