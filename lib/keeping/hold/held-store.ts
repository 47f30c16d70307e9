import { handleOf, type Tx } from "@/lib/db/client";

/**
 * Whether a recording is on hold, as the database's own function says: a row or an event is enough to hold it, and of
 * lifting it the audit must have two people's words.
 * @param isSealed count those words only once they are sealed, as for what deletes
 */
export async function isHeld(tx: Tx, sessionId: string, { isSealed = false } = {}): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select halligan_is_held(${sessionId}, ${isSealed}) as found`;
  return rows[0]?.found === true;
}

/** Locks a session, so that no hold is placed meanwhile, and says whether there is one. */
export async function lockAndCheckHeld(tx: Tx, sessionId: string): Promise<boolean> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return isHeld(tx, sessionId, { isSealed: true });
}
