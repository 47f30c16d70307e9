import type { AuditSubject } from "@/lib/audit/entry";

/** What an event about a session names. */
export function subjectOf(session: {
  id: string;
  nodeId: string;
  grantId: string | null;
  personId: string | null;
}): AuditSubject {
  return {
    sessionId: session.id,
    nodeId: session.nodeId,
    ...(session.grantId ? { grantId: session.grantId } : {}),
    ...(session.personId ? { personId: session.personId } : {}),
  };
}
