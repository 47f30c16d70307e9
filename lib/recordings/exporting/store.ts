import { handleOf, type Tx } from "@/lib/db/client";

const MOST = 5;

/** The last exports of a session by a person, newest first. */
export async function findExports(
  tx: Tx,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<{ id: string; at: Date; data: unknown }[]> {
  return handleOf(tx).auditEvent.findMany({
    where: { sessionId, code: "recording.exported", actorKind: "person", actorId: personId },
    select: { id: true, at: true, data: true },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: MOST,
  });
}
