import { handleOf, type Tx } from "@/lib/db/client";
import { NODE_LABEL, nodeLabelOf } from "@/lib/nodes/labels";
import { type Activity, type OpenShell, type SeenShell, TOLD } from "./views";

/**
 * The last that people did and that was done: no process pushes a decision out, and what was refused is the audit's.
 * @param about.ownerId only what this person did or what was done to what is theirs; null: everybody's
 * @param about.isAuditSeen also what the page Audit alone shows: what happened to people
 */
export async function findLately(
  tx: Tx,
  about: { ownerId: string | null; isAuditSeen: boolean },
  limit: number,
): Promise<Activity[]> {
  const db = handleOf(tx);
  const ids = about.ownerId ? await findOwnersEvents(tx, about.ownerId, limit) : null;
  const rows = await db.auditEvent.findMany({
    where: ids
      ? { id: { in: ids } }
      : {
          code: { in: TOLD.filter((code) => about.isAuditSeen || !code.startsWith("person.")) },
          actorKind: "person",
          outcome: "done",
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
      actorId: row.actorId,
      actorName: personName(row.actorId),
      nodeName: first?.name ?? null,
      moreNodes: more.length,
      personName: personName(personId),
      data: isRecord(row.data) ? row.data : {},
    };
  });
}

function codeOf(code: string): Activity["code"] {
  const known = TOLD.find((entry) => entry === code);
  if (!known) throw new TypeError(`a home page does not tell of ${code}`);
  return known;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const LATEST_OWN = 20;
const TELLING: string[] = [...TOLD];

/**
 * The last events about what is a person's: of each way to be theirs the last few, found in an index that ends with
 * the time, so that a long history costs nothing.
 */
async function findOwnersEvents(tx: Tx, ownerId: string, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    with theirs as (
      (select id, at from audit_events where actor_id = ${ownerId} and code = any (${TELLING}::text[])
          and actor_kind = 'person' and outcome = 'done'
        order by at desc, id desc limit ${limit})
      union
      (select id, at from audit_events where person_id = ${ownerId} and code = any (${TELLING}::text[])
          and actor_kind = 'person' and outcome = 'done'
        order by at desc, id desc limit ${limit})
      union
      select event.id, event.at from
        (select id from requests where requester_id = ${ownerId} order by created_at desc, id desc limit ${LATEST_OWN}) own,
        lateral (select id, at from audit_events where request_id = own.id and code = any (${TELLING}::text[])
          and actor_kind = 'person' and outcome = 'done'
          order by at desc, id desc limit ${limit}) event
      union
      select event.id, event.at from
        (select id from sessions where person_id = ${ownerId} order by created_at desc, id desc limit ${LATEST_OWN}) own,
        lateral (select id, at from audit_events where session_id = own.id and code = any (${TELLING}::text[])
          and actor_kind = 'person' and outcome = 'done'
          order by at desc, id desc limit ${limit}) event
    )
    select id from theirs order by at desc, id desc limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The person's sessions that are open now, what ends first on top. */
export async function findMyShells(tx: Tx, personId: string): Promise<OpenShell[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { personId, ...OPEN },
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

/** Counts to a hundred: nobody reads more from a heading. */
const COUNTED = 100;

/** Open sessions, what ends first on top, and how many there are. @param ownerId null: everybody's */
export async function findOpenShells(
  tx: Tx,
  ownerId: string | null,
  limit: number,
): Promise<{ shells: Omit<SeenShell, "mayWatch">[]; count: number }> {
  const where = { ...OPEN, ...(ownerId === null ? {} : { personId: ownerId }) };
  const [rows, counted] = await Promise.all([
    handleOf(tx).session.findMany({
      where,
      orderBy: [{ windowEndsAt: "asc" }, { id: "asc" }],
      take: limit,
      select: {
        ...{ id: true, personId: true, state: true, windowEndsAt: true },
        node: { select: NODE_LABEL },
        person: { select: { name: true } },
        grant: { select: { windowSeconds: true } },
      },
    }),
    handleOf(tx).session.findMany({ where, take: COUNTED, select: { id: true } }),
  ]);
  const shells = rows.map(({ id, personId, state, windowEndsAt, node, person, grant }) => ({
    ...{ id, personId, personName: person?.name ?? null, windowSeconds: grant?.windowSeconds ?? 0 },
    state: state === "opening" ? ("opening" as const) : ("open" as const),
    node: nodeLabelOf(node),
    endsAt: windowEndsAt ?? new Date(0),
  }));
  return { shells, count: counted.length };
}

const OPEN = { state: { in: ["opening", "open"] }, windowEndsAt: { not: null } };
