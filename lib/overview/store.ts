import { AUDIT_CODES } from "@/lib/audit/catalogue";
import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { AuditSentence } from "./views";

/** Events that a home page has no use for: coming and going, steps of opening, looking at things. */
const QUIET = [
  "sign-in.started",
  "sign-in.ended",
  "session.role-assuming",
  "session.role-assumed",
  "session.starting",
  "session.attached",
  "session.detached",
  "session.end-requested",
  "recording.replayed",
  "evidence.fetched",
  "audit.exported",
] satisfies (typeof AUDIT_CODES)[number][];

/**
 * The last events.
 * @param about.ownerId only what this person did or what was done to what is theirs; null: everybody's
 * @param about.isAuditSeen also what the page Audit alone shows: refusals, and what happened to people
 */
export async function findLately(
  tx: Tx,
  about: { ownerId: string | null; isAuditSeen: boolean },
  limit: number,
): Promise<AuditSentence[]> {
  const db = handleOf(tx);
  const and: Prisma.AuditEventWhereInput[] = [{ code: { notIn: QUIET } }];
  if (about.ownerId) and.push({ OR: await ownersEvents(tx, about.ownerId) });
  else if (!about.isAuditSeen)
    and.push({ NOT: [{ outcome: "refused" }, { code: { startsWith: "person." } }] });
  const rows = await db.auditEvent.findMany({
    where: { AND: and },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
  });
  const sessionIds = rows.flatMap(({ sessionId }) => sessionId ?? []);
  const requestIds = rows.flatMap(({ requestId }) => requestId ?? []);
  const sessions = await db.session.findMany({
    where: { id: { in: sessionIds } },
    select: { id: true, node: { select: { id: true, name: true } } },
  });
  const requested = await db.requestNode.findMany({
    where: { requestId: { in: requestIds } },
    select: { requestId: true, node: { select: { id: true, name: true } } },
    orderBy: { node: { name: "asc" } },
  });
  const nodes = await db.node.findMany({
    where: { id: { in: rows.flatMap(({ nodeId }) => nodeId ?? []) } },
    select: { id: true, name: true },
  });
  const people = await db.person.findMany({
    where: {
      id: { in: rows.flatMap(({ actorId, personId }) => [actorId, personId].filter((id) => id !== null)) },
    },
    select: { id: true, name: true },
  });
  const personName = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  return rows.map((row) => {
    const node =
      nodes.find(({ id }) => id === row.nodeId) ??
      sessions.find(({ id }) => id === row.sessionId)?.node ??
      requested.find(({ requestId }) => requestId === row.requestId)?.node;
    const { id, at, requestId, grantId, sessionId, reviewId, personId } = row;
    return {
      ...{ id, at, requestId, grantId, sessionId, reviewId, personId },
      code: codeOf(row.code),
      outcome: row.outcome === "refused" || row.outcome === "failed" ? row.outcome : "done",
      actorKind: row.actorKind === "person" || row.actorKind === "system" ? row.actorKind : "anonymous",
      actorName: row.actorKind === "person" ? personName(row.actorId) : row.actorId,
      nodeId: node?.id ?? row.nodeId,
      nodeName: node?.name ?? null,
      personName: personName(personId),
      data: isRecord(row.data) ? row.data : {},
    };
  });
}

function codeOf(code: string): AuditSentence["code"] {
  const known = AUDIT_CODES.find((entry) => entry === code);
  if (!known) throw new TypeError(`the audit has a code that the catalogue lacks: ${code}`);
  return known;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const LATEST_OWN = 50;

async function ownersEvents(tx: Tx, ownerId: string): Promise<Prisma.AuditEventWhereInput[]> {
  const db = handleOf(tx);
  const newest = { select: { id: true }, orderBy: { createdAt: "desc" }, take: LATEST_OWN } as const;
  const requests = await db.request.findMany({ where: { requesterId: ownerId }, ...newest });
  const sessions = await db.session.findMany({ where: { personId: ownerId }, ...newest });
  return [
    { actorId: ownerId },
    { personId: ownerId },
    { requestId: { in: requests.map(({ id }) => id) } },
    { sessionId: { in: sessions.map(({ id }) => id) } },
  ];
}

/** The person's sessions that are open now, what ends first on top. */
export async function findMySessions(
  tx: Tx,
  personId: string,
): Promise<{ id: string; nodeName: string; endsAt: Date }[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { personId, state: { in: ["opening", "open"] }, windowEndsAt: { not: null } },
    orderBy: { windowEndsAt: "asc" },
    take: 20,
    select: { id: true, windowEndsAt: true, node: { select: { name: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    nodeName: row.node.name,
    endsAt: row.windowEndsAt ?? new Date(0),
  }));
}
