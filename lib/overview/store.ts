import { AUDIT_CODES } from "@/lib/audit/catalogue";
import { handleOf, type Tx } from "@/lib/db/client";
import { NODE_LABEL, nodeLabelOf } from "@/lib/nodes/labels";
import type { AuditSentence, OpenShell } from "./views";

/** Events that a home page has no use for: coming and going, steps of opening, looking at things. */
const QUIET = [
  "sign-in.started",
  "sign-in.ended",
  "person.language-chosen",
  "session.role-assuming",
  "session.role-assumed",
  "session.starting",
  "session.attached",
  "session.detached",
  "session.watched",
  "session.unwatched",
  "session.end-requested",
  "recording.replayed",
  "evidence.fetched",
  "list.export-begun",
  "list.exported",
  "audit.exported",
  "inbox.reminded",
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
  const ids = about.ownerId ? await findOwnersEvents(tx, about.ownerId, limit) : null;
  const rows = await db.auditEvent.findMany({
    where: ids
      ? { id: { in: ids } }
      : {
          code: { notIn: QUIET },
          ...(about.isAuditSeen
            ? {}
            : { NOT: [{ outcome: "refused" }, { code: { startsWith: "person." } }] }),
        },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
  });
  const reviewed = await db.review.findMany({
    where: { id: { in: rows.flatMap(({ reviewId }) => reviewId ?? []) } },
    select: { id: true, sessionId: true },
  });
  const sessionOf = (row: { sessionId: string | null; reviewId: string | null }) =>
    row.sessionId ?? reviewed.find(({ id }) => id === row.reviewId)?.sessionId ?? null;
  const sessionIds = rows.flatMap((row) => sessionOf(row) ?? []);
  const requestIds = rows.flatMap(({ requestId }) => requestId ?? []);
  const personIds = rows.flatMap(({ actorId, personId }) => [actorId, personId].filter((id) => id !== null));
  const [sessions, requested, nodes, people] = await Promise.all([
    db.session.findMany({
      where: { id: { in: sessionIds } },
      select: { id: true, node: { select: { id: true, name: true } } },
    }),
    db.requestNode.findMany({
      where: { requestId: { in: requestIds } },
      select: { requestId: true, node: { select: { id: true, name: true } } },
      orderBy: { node: { name: "asc" } },
    }),
    db.node.findMany({
      where: { id: { in: rows.flatMap(({ nodeId }) => nodeId ?? []) } },
      select: { id: true, name: true },
    }),
    db.person.findMany({ where: { id: { in: personIds } }, select: { id: true, name: true } }),
  ]);
  const personName = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  return rows.map((row) => {
    const own =
      nodes.find(({ id }) => id === row.nodeId) ?? sessions.find(({ id }) => id === sessionOf(row))?.node;
    const [first, ...more] = own
      ? [own]
      : requested.filter((one) => one.requestId === row.requestId).map((one) => one.node);
    const { id, at, requestId, grantId, reviewId, personId } = row;
    return {
      ...{ id, at, requestId, grantId, sessionId: sessionOf(row), reviewId, personId },
      code: codeOf(row.code),
      outcome: row.outcome === "refused" || row.outcome === "failed" ? row.outcome : "done",
      actorKind: row.actorKind === "person" || row.actorKind === "system" ? row.actorKind : "anonymous",
      actorName: row.actorKind === "person" ? personName(row.actorId) : row.actorId,
      nodeId: first?.id ?? row.nodeId,
      nodeName: first?.name ?? null,
      moreNodes: more.length,
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

const LATEST_OWN = 20;

/**
 * The last events about what is a person's: of each way to be theirs the last few, found in an index that ends with
 * the time, so that a long history costs nothing.
 */
async function findOwnersEvents(tx: Tx, ownerId: string, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    with theirs as (
      (select id, at from audit_events where actor_id = ${ownerId} and code <> all (${QUIET}::text[])
        order by at desc, id desc limit ${limit})
      union
      (select id, at from audit_events where person_id = ${ownerId} and code <> all (${QUIET}::text[])
        order by at desc, id desc limit ${limit})
      union
      select event.id, event.at from
        (select id from requests where requester_id = ${ownerId} order by created_at desc, id desc limit ${LATEST_OWN}) own,
        lateral (select id, at from audit_events where request_id = own.id and code <> all (${QUIET}::text[])
          order by at desc, id desc limit ${limit}) event
      union
      select event.id, event.at from
        (select id from sessions where person_id = ${ownerId} order by created_at desc, id desc limit ${LATEST_OWN}) own,
        lateral (select id, at from audit_events where session_id = own.id and code <> all (${QUIET}::text[])
          order by at desc, id desc limit ${limit}) event
    )
    select id from theirs order by at desc, id desc limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The person's sessions that are open now, what ends first on top. */
export async function findMyShells(tx: Tx, personId: string): Promise<OpenShell[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { personId, state: { in: ["opening", "open"] }, windowEndsAt: { not: null } },
    orderBy: { windowEndsAt: "asc" },
    take: 20,
    select: { id: true, windowEndsAt: true, node: { select: NODE_LABEL } },
  });
  return rows.map((row) => ({
    id: row.id,
    node: nodeLabelOf(row.node),
    endsAt: row.windowEndsAt ?? new Date(0),
  }));
}
