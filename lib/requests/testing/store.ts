import { handleOf, reading } from "@/lib/db/client";
import { newId, type SessionId } from "@/lib/kernel/ids";

export interface SeenEvent {
  code: string;
  outcome: string;
  actorId: string | null;
  data: unknown;
}

/** The audit of a request, grant, session, node or review, in order. */
export async function eventsOf(subject: {
  requestId?: string;
  grantId?: string;
  sessionId?: string;
  nodeId?: string;
  reviewId?: string;
}): Promise<SeenEvent[]> {
  return handleOf(reading()).auditEvent.findMany({
    where: subject,
    select: { code: true, outcome: true, actorId: true, data: true },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}

/** The names and payload keys of what waits in the queue. */
export async function queuedJobs(): Promise<string[]> {
  const rows = await handleOf(reading()).$queryRaw<{ job: string }[]>`
    select task_identifier as job from graphile_worker.jobs order by id`;
  return rows.map(({ job }) => job);
}

/** A session as far as the loop looks at one; how sessions really come about is the business of lib/sessions. */
export async function putSession(session: {
  grantId: string;
  personId: string;
  nodeId: string;
  state: "created" | "opening" | "open" | "ending" | "ended" | "failed";
  openedAt?: Date;
}): Promise<SessionId> {
  const id = newId("session");
  const isOver = session.state === "ended" || session.state === "failed";
  await handleOf(reading()).session.create({
    data: {
      ...{ id, kind: "brokered", accountId: "111122223333", region: "eu-west-1" },
      documentName: "Halligan-Shell-60m-0a1b2c3d",
      ...session,
      endedAt: isOver ? new Date() : null,
      endReason: isOver ? "exited" : null,
    },
  });
  return id;
}

export async function saveSessionState(sessionId: string, state: "open" | "ended"): Promise<void> {
  await handleOf(reading()).session.update({
    where: { id: sessionId },
    data: { state, endedAt: state === "ended" ? new Date() : null },
  });
}

/** Ages what we know of a node. */
export async function ageNode(nodeId: string, seconds: number): Promise<void> {
  const readAt = new Date(Date.now() - seconds * 1000);
  await handleOf(reading()).node.update({ where: { id: nodeId }, data: { readAt } });
}
