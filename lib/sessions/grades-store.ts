import { handleOf, type Tx } from "@/lib/db/client";

/** There is more evidence than the grades were made of. */
export async function markUngraded(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`update sessions set graded_at = null where id = ${sessionId}`;
}
