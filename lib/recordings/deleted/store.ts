import { handleOf, type Tx } from "@/lib/db/client";

/**
 * Whether a recording is being deleted, or was: from its first step on, nothing is made of it, added to it or shown of
 * it. Whoever adds something locks the session's row before it asks, as the last step of the deletion does.
 */
export async function isBeingDeleted(tx: Tx, sessionId: string): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (select from recording_deletions
      where session_id = ${sessionId} and state in ('deleting', 'deleted')) as found`;
  return rows[0]?.found === true;
}
