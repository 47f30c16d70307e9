import { handleOf, type Tx } from "@/lib/db/client";
import { findPageIds } from "@/lib/db/lists/find-page-ids";
import type { PersonActor } from "@/lib/kernel/actor";
import { addSeconds } from "@/lib/kernel/time";
import { requestsListed } from "../lists/list-store";
import type { RequestExtension } from "../request-hash";
import { FULL, type FullRequest, fullRequestOf, windowStartFrom } from "../store";
import type { PersonPresence, RequestDetail, RequestFilters, RequestGrant } from "../views";

/** A person's requests, newest first, one row more than asked for. */
export async function searchRequests(
  tx: Tx,
  filters: Omit<RequestFilters, "mine">,
  person: Pick<PersonActor, "id" | "groups">,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<FullRequest[]> {
  const cursor = after && ([after.at.toISOString(), after.id] as const);
  const place = { after: cursor, direction: "on", limit } as const;
  const ids = await findPageIds(tx, requestsListed(filters, person, person.id), place);
  const found = await findRequests(tx, ids);
  return ids.flatMap((id) => found.find((request) => request.id === id) ?? []);
}

export async function findRequests(tx: Tx, requestIds: readonly string[]): Promise<FullRequest[]> {
  const rows = await handleOf(tx).request.findMany({ where: { id: { in: [...requestIds] } }, select: FULL });
  return rows.map(fullRequestOf);
}

/** What a request extends, as pages and deciders need it. */
export async function findExtended(
  tx: Tx,
  { grantId, until }: RequestExtension,
): Promise<NonNullable<RequestDetail["extension"]>> {
  const { requestId, endReason } = await handleOf(tx).grant.findUniqueOrThrow({
    where: { id: grantId },
    select: { requestId: true, endReason: true },
  });
  return { requestId, until, isEndedEarly: endReason !== null && endReason !== "window-ended" };
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

/** Who of them is signed in now, and when each signed in last; who never was is left out. */
export async function findPresence(tx: Tx, personIds: readonly string[]): Promise<PersonPresence[]> {
  if (personIds.length === 0) return [];
  return handleOf(tx).$queryRaw<PersonPresence[]>`
    select asked.person_id as "personId", last.created_at as "lastSignInAt",
      exists (
        select from sign_ins now
        where now.person_id = asked.person_id and now.ended_at is null and now.expires_at > clock_timestamp()
      ) as "isSignedIn"
    from unnest(${[...personIds]}::text[]) as asked (person_id)
      cross join lateral (
        select created_at from sign_ins where person_id = asked.person_id order by created_at desc limit 1
      ) last`;
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
  // By when they were made, as the index has them: whoever has a long history is not read through it.
  const rows = await handleOf(tx).$queryRaw<RequestDetail["history"][]>`
    select count(*)::int as sessions,
      (count(*) filter (where s.node_id = any(${[...nodeIds]}::text[])))::int as "sessionsOnTheseNodes",
      (count(*) filter (where v.verdict = 'in-order'))::int as "inOrder",
      (count(*) filter (where v.verdict = 'follow-up'))::int as "followUps",
      (count(*) filter (where v.verdict = 'violation'))::int as violations,
      (count(*) filter (where v.id is null))::int
        + (select count(*)::int from reviews waiting join sessions theirs on theirs.id = waiting.session_id
            where waiting.state = 'open' and theirs.person_id = ${personId}) as "waitForReview"
    from sessions s left join reviews v on v.session_id = s.id
    where s.person_id = ${personId} and s.created_at >= ${since}::timestamptz and s.opened_at is not null`;
  const [row] = rows;
  if (!row) throw new TypeError("a count gave no row");
  return row;
}

/** The last shell on each of the nodes, found where the node's index ends, whatever its history. */
export async function findLastSessions(
  tx: Tx,
  nodeIds: readonly string[],
): Promise<RequestDetail["lastSessions"]> {
  return handleOf(tx).$queryRaw`
    select last.node_id as "nodeId", last.id as "sessionId", people.name as "personName",
      last.created_at as "createdAt", reviews.verdict
    from unnest(${[...nodeIds]}::text[]) as asked (node_id)
      cross join lateral (
        select sessions.* from sessions
        where sessions.node_id = asked.node_id and (sessions.opened_at is not null or sessions.kind = 'imported')
        order by sessions.created_at desc, sessions.id desc limit 1
      ) last
      left join people on people.id = last.person_id
      left join reviews on reviews.session_id = last.id
    order by last.node_id`;
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
