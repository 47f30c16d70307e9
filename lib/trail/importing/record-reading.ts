import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { findImported, wasReadLately } from "./store";

/**
 * Puts on record that a person reads the log of a session past the portal, as of a recording that it is replayed: each
 * page belongs to an event of the same person that is at most an hour old. Of a session of ours it is part of the
 * recording's page.
 * @param always writes the event also when there is one
 */
export async function recordReading(
  actor: PersonActor,
  sessionId: string,
  { always }: { always: boolean },
): Promise<void> {
  const imported = await findImported(reading(), sessionId);
  if (!imported) return;
  const { nodeId } = imported.session;
  await inTransaction(async (tx) => {
    if (always || !(await wasReadLately(tx, sessionId, actor.id)))
      await appendEvent(tx, { code: "evidence.read", actor, subject: { sessionId, nodeId } });
  });
}
