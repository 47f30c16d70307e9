import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";

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
  actorId?: string;
}): Promise<SeenEvent[]> {
  return handleOf(owning()).auditEvent.findMany({
    where: subject,
    select: { code: true, outcome: true, actorId: true, data: true },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}

/** The names and payload keys of what waits in the queue. */
export async function queuedJobs(): Promise<string[]> {
  const rows = await handleOf(owning()).$queryRaw<{ job: string }[]>`
    select task_identifier as job from graphile_worker.jobs order by id`;
  return rows.map(({ job }) => job);
}

type PutState = "created" | "opening" | "open" | "ending" | "ended" | "failed";

/** The columns that a session has in a state, and in the states before it. */
export function columnsIn(state: PutState, id: string, at = new Date()) {
  const held = { gatewayId: "prc_test", epoch: 1, windowStartsAt: at, windowEndsAt: addSeconds(at, 600) };
  const aws = { awsSessionId: `${id}-0a1b2c3d4e5f60718`, streamUrl: "wss://example.test/", clientId: "c" };
  const open = { ...held, ...aws, openedAt: at };
  const columns = {
    created: {},
    opening: held,
    open,
    ending: { ...open, endRequestedAt: at, endReason: "ended-by-person" },
    ended: { endedAt: at, endReason: "exited" },
    failed: { ...held, endedAt: at, endReason: "opening-failed" },
  } as const satisfies Record<PutState, object>;
  return columns[state];
}

/** A session as far as the loop looks at one; how sessions really come about is the business of lib/sessions. */
export async function putSession(session: {
  grantId: string;
  personId: string;
  nodeId: string;
  state: PutState;
  openedAt?: Date;
  windowStartsAt?: Date;
  windowEndsAt?: Date;
}): Promise<SessionId> {
  const id = newId("session");
  await handleOf(owning()).session.create({
    data: {
      ...{ id, kind: "brokered", accountId: "111122223333", region: "eu-west-1" },
      documentName: "Halligan-Shell-60m-0a1b2c3d",
      ...columnsIn(session.state, id),
      ...session,
    },
  });
  return id;
}

/** An open session under no grant, for what is recorded of one. */
export async function putSessionOfNobody(nodeId: string): Promise<SessionId> {
  const id = newId("session");
  await handleOf(owning()).session.create({
    data: {
      ...{ id, kind: "imported", accountId: "111122223333", region: "eu-west-1", nodeId, documentName: "d" },
      ...{ state: "open", ...columnsIn("open", id) },
    },
  });
  return id;
}

/** Puts a session back into another state behind everybody's back. */
export async function saveSessionState(sessionId: string, state: "open" | "ended"): Promise<void> {
  const over = state === "open" ? { endedAt: null, endReason: null } : {};
  await handleOf(owning()).session.update({
    where: { id: sessionId },
    data: { state, ...over, ...columnsIn(state, sessionId) },
  });
}

/** Makes a request wait for a yes of each of these groups, as a rule that this version has not would. */
export async function askEachOf(requestId: string, groups: readonly string[]): Promise<void> {
  const { obligations } = await handleOf(owning()).request.findUniqueOrThrow({ where: { id: requestId } });
  const approvals = groups.map((group) => ({ count: 1, groups: [group] }));
  await handleOf(owning()).request.update({
    where: { id: requestId },
    data: { obligations: { ...Object(obligations), approvals } },
  });
}

/** The grant's row and the nodes it has. */
export async function grantRowOf(grantId: string) {
  const row = await handleOf(owning()).grant.findUniqueOrThrow({
    where: { id: grantId },
    include: { nodes: true },
  });
  return { ...row, nodeIds: row.nodes.map(({ nodeId }) => nodeId).sort() };
}

/** Ages what we know of a node: when we read it last, or when its agent was heard last. */
export async function ageNode(
  nodeId: string,
  seconds: number,
  what: "readAt" | "pingAt" = "readAt",
): Promise<void> {
  const data = { [what]: new Date(Date.now() - seconds * 1000) };
  await handleOf(owning()).node.update({ where: { id: nodeId }, data });
}
