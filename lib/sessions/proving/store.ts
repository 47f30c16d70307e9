import { handleOf, type Tx } from "@/lib/db/client";
import { isId, type SessionId } from "@/lib/kernel/ids";

/** A session of ours as its policy is about it. */
export interface ProvenSession {
  readonly id: SessionId;
  readonly accountId: string;
  readonly region: string;
  readonly nodeId: string;
  readonly documentName: string;
}

export async function findProvenSession(tx: Tx, sessionId: string): Promise<ProvenSession | undefined> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { id: true, accountId: true, region: true, nodeId: true, documentName: true },
  });
  if (!row?.nodeId || !row.documentName || !isId("session", row.id)) return undefined;
  const { id, nodeId, documentName, accountId, region } = row;
  return { id, nodeId, documentName, accountId, region };
}
