import { handleOf, type Tx } from "@/lib/db/client";
import { findPageIds } from "@/lib/db/paging-query";
import { addSeconds } from "@/lib/kernel/time";
import { requestsListed } from "./list-store";
import { FULL, type FullRequest, fullRequestOf, windowStartFrom } from "./store";
import type { RequestDetail, RequestFilters, RequestGrant } from "./views";

/** Requests newest first, one row more than asked for. @param ownerId only this person's; null: everybody's */
export async function searchRequests(
  tx: Tx,
  filters: Omit<RequestFilters, "mine">,
  ownerId: string | null,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<FullRequest[]> {
  const cursor = after && ([after.at.toISOString(), after.id] as const);
  const place = { after: cursor, direction: "on", limit } as const;
  const ids = await findPageIds(tx, requestsListed(filters, ownerId), place);
  const found = await findRequests(tx, ids);
  return ids.flatMap((id) => found.find((request) => request.id === id) ?? []);
}

export async function findRequests(tx: Tx, requestIds: readonly string[]): Promise<FullRequest[]> {
  const rows = await handleOf(tx).request.findMany({ where: { id: { in: [...requestIds] } }, select: FULL });
  return rows.map(fullRequestOf);
}

/** Who could decide: approvers in any of the groups, by name. */
export async function findPeopleIn(
  tx: Tx,
  groups: readonly string[],
): Promise<{ id: string; name: string; groups: string[] }[]> {
  return handleOf(tx).person.findMany({
    where: { groups: { hasSome: [...groups] }, roles: { has: "approver" }, disabledAt: null },
    select: { id: true, name: true, groups: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

const HISTORY_DAYS = 30;

/** What the person did lately: only shells that opened count. */
export async function findHistory(
  tx: Tx,
  personId: string,
  nodeIds: readonly string[],
  at: Date,
): Promise<RequestDetail["history"]> {
  const since = addSeconds(at, -HISTORY_DAYS * 86_400);
  const opened = { personId, openedAt: { gte: since } };
  const db = handleOf(tx);
  return {
    sessions: await db.session.count({ where: opened }),
    sessionsOnTheseNodes: await db.session.count({ where: { ...opened, nodeId: { in: [...nodeIds] } } }),
    reviewsOpen: await db.review.count({ where: { state: "open", session: { personId } } }),
    reviewsNotInOrder: await db.review.count({
      where: { session: opened, state: "closed", NOT: { verdict: "in-order" } },
    }),
  };
}

/** The last shell on each of the nodes. */
export async function findLastSessions(
  tx: Tx,
  nodeIds: readonly string[],
): Promise<RequestDetail["lastSessions"]> {
  return handleOf(tx).$queryRaw`
    select distinct on (sessions.node_id) sessions.node_id as "nodeId", sessions.id as "sessionId",
      people.name as "personName", sessions.created_at as "createdAt", reviews.verdict
    from sessions left join people on people.id = sessions.person_id
      left join reviews on reviews.session_id = sessions.id
    where sessions.node_id = any(${[...nodeIds]}::text[])
      and (sessions.opened_at is not null or sessions.kind = 'imported')
    order by sessions.node_id, sessions.created_at desc, sessions.id desc`;
}

export async function findGrantOf(tx: Tx, requestId: string, at: Date): Promise<RequestGrant | null> {
  const row = await handleOf(tx).grant.findUnique({
    where: { requestId },
    select: {
      id: true,
      startsAt: true,
      endsAt: true,
      endedAt: true,
      endReason: true,
      windowStart: true,
      windowSeconds: true,
      firstUsedAt: true,
      sessions: {
        select: { id: true, nodeId: true, state: true, createdAt: true },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      },
    },
  });
  if (!row) return null;
  const windowStart = windowStartFrom(row.windowStart);
  const isUnused = row.endedAt === null && windowStart === "first-use" && row.firstUsedAt === null;
  return {
    ...row,
    windowStart,
    useBy: isUnused ? row.endsAt : null,
    isRunning: row.endedAt === null && row.startsAt <= at && at < row.endsAt,
  };
}
