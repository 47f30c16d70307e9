import { handleOf, type Tx } from "@/lib/db/client";
import { storable } from "@/lib/kernel/text";
import type { AuditEntry, Json } from "./entry";

/** Writes the event; a trigger gives it its time and hands it to the sealer. */
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
      data: storableObject(data),
    },
  });
}

export async function raiseRefusals(tx: Tx, code: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into anonymous_refusals (code, hour, count) values (${code}, date_trunc('hour', clock_timestamp()), 1)
    on conflict (code, hour) do update set count = anonymous_refusals.count + 1`;
}

/** Names of nodes, tags and groups come from outside, as keys too: one NUL in them must not cost the event. */
function storableObject(value: { readonly [key: string]: Json }): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [storable(key), storableJson(entry)]),
  );
}

function storableJson(value: Json): Json {
  if (typeof value === "string") return storable(value);
  if (typeof value !== "object" || value === null) return value;
  return isList(value) ? value.map(storableJson) : storableObject(value);
}

/** Array.isArray doesn't narrow read-only lists. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
