import { handleOf, type Tx } from "@/lib/db/client";
import { checkStep } from "@/lib/kernel/transitions";
import { REVIEW_TRANSITIONS, type ReviewableSession } from "./rules";
import type { ReviewState, ReviewVerdict } from "./views";

/** Whoever typed or could have: these events name them. */
const KEYBOARD_EVENTS = ["session.opened", "session.attached", "session.taken-over"];

/** The session's person, everybody who held the keyboard, and who ratified or disowned its break-glass. */
export async function findExcluded(tx: Tx, sessionId: string): Promise<{ id: string; name: string }[]> {
  const session = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { personId: true },
  });
  const holders = (await findInvolved(tx, [sessionId])).get(sessionId) ?? [];
  const ids = [...(session?.personId ? [session.personId] : []), ...holders];
  return handleOf(tx).person.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

/** The node of a session, if there is such a session. */
export async function findNodeOf(tx: Tx, sessionId: string): Promise<string | undefined> {
  const row = await handleOf(tx).session.findUnique({ where: { id: sessionId }, select: { nodeId: true } });
  return row?.nodeId;
}

/**
 * Whose matter a session is besides its person's, for many at once: who held the keyboard; of one past the portal, whoever
 * AWS's owner of it names; of a break-glass, who ratified or disowned it.
 */
export async function findInvolved(tx: Tx, sessionIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const events = await handleOf(tx).auditEvent.findMany({
    where: {
      sessionId: { in: [...sessionIds] },
      actorKind: "person",
      outcome: "done",
      code: { in: KEYBOARD_EVENTS },
    },
    select: { sessionId: true, actorId: true },
    distinct: ["sessionId", "actorId"],
  });
  const holders = new Map<string, Set<string>>();
  const [openers, judges] = [await findOpeners(tx, sessionIds), await findJudges(tx, sessionIds)];
  for (const { sessionId, actorId } of [...events, ...openers, ...judges]) {
    if (!sessionId || !actorId) continue;
    holders.set(sessionId, (holders.get(sessionId) ?? new Set()).add(actorId));
  }
  return holders;
}

/**
 * People whom AWS's owner of a session past the portal names: by their address, the part of it before the @, or the name
 * under which they sign in, and the person of a session of ours whose name it bears. Letter case and domain are left out:
 * a namesake too many may not review, and another reviewer can. Whoever chooses names in AWS can also choose none of these.
 */
async function findOpeners(
  tx: Tx,
  sessionIds: readonly string[],
): Promise<{ sessionId: string; actorId: string }[]> {
  return handleOf(tx).$queryRaw`
    with owners as (
      select session_id, name, split_part(name, '@', 1) as local from (
        select session_id, lower(substring(owner from '/([^/]+)$')) as name from imported_sessions
        where session_id = any(${[...sessionIds]})) named
      where split_part(name, '@', 1) <> ''
    )
    select o.session_id as "sessionId", p.id as "actorId" from owners o
      join people p on lower(split_part(p.email, '@', 1)) = o.local
    union select o.session_id, p.id from owners o join people p on lower(split_part(p.subject, '@', 1)) = o.local
    union select o.session_id, s.person_id from owners o join sessions s on s.id = o.name and s.person_id is not null`;
}

async function findJudges(
  tx: Tx,
  sessionIds: readonly string[],
): Promise<{ sessionId: string; actorId: string }[]> {
  return handleOf(tx).$queryRaw`
    select s.id as "sessionId", b.judged_by_id as "actorId" from sessions s join grants g on g.id = s.grant_id
      join break_glasses b on b.request_id = g.request_id and b.judged_by_id is not null
    where s.id = any(${[...sessionIds]})`;
}

/** Before everything that is due at some time. */
const FIRST = new Date(0);

/** The open reviews of a grant's sessions come first in the queue. */
export async function putFirst(tx: Tx, grantId: string): Promise<void> {
  await handleOf(tx).review.updateMany({
    where: { session: { grantId }, state: "open" },
    data: { queueAt: FIRST },
  });
}

const REVIEWABLE = {
  ...{ state: true, startIntendedAt: true, openedAt: true, awsSessionId: true },
  imported: { select: { isBeforeWatch: true } },
} as const;

/** Locks the session until the transaction ends, so that its state does not change under a review. */
export async function lockSession(tx: Tx, sessionId: string): Promise<ReviewableSession | null> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return handleOf(tx).session.findUnique({ where: { id: sessionId }, select: REVIEWABLE });
}

/** What was disowned before it was over comes first from its beginning. @returns false when the session has a review already */
export async function insertReview(
  tx: Tx,
  review: { id: string; sessionId: string; createdAt: Date; dueAt: Date },
): Promise<boolean> {
  const glass = await handleOf(tx).session.findUnique({
    where: { id: review.sessionId },
    select: { grant: { select: { request: { select: { glass: { select: { verdict: true } } } } } } },
  });
  const isFirst = glass?.grant?.request.glass?.verdict === "disowned";
  const { count } = await handleOf(tx).review.createMany({
    data: [{ ...review, state: "open", queueAt: isFirst ? FIRST : null }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Sessions that are owed a review and have none. */
export async function findUnreviewed(tx: Tx, limit: number): Promise<string[]> {
  const opened = [{ openedAt: { not: null } }, { awsSessionId: { not: null } }];
  const rows = await handleOf(tx).session.findMany({
    where: {
      review: null,
      NOT: { imported: { is: { isBeforeWatch: true } } },
      OR: [
        { state: "failed", OR: opened },
        { state: "ended", OR: [...opened, { startIntendedAt: { not: null } }] },
      ],
    },
    select: { id: true },
    orderBy: { createdAt: "asc" },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** Locks the broken glass under which a review's session ran, if it did, until the transaction ends; before the review itself. */
export async function lockGlassOf(tx: Tx, reviewId: string): Promise<void> {
  await handleOf(tx).$queryRaw`
    select from break_glasses where request_id = (select g.request_id from reviews r
      join sessions s on s.id = r.session_id join grants g on g.id = s.grant_id where r.id = ${reviewId}) for update`;
}

export async function lockReview(
  tx: Tx,
  reviewId: string,
): Promise<{ id: string; sessionId: string; state: ReviewState; sessionState: string } | null> {
  await handleOf(tx).$queryRaw`select id from reviews where id = ${reviewId} for update`;
  const row = await handleOf(tx).review.findUnique({
    where: { id: reviewId },
    select: { id: true, sessionId: true, state: true, session: { select: { state: true } } },
  });
  if (!row) return null;
  const { id, sessionId, state, session } = row;
  return { id, sessionId, state: state === "open" ? "open" : "closed", sessionState: session.state };
}

/**
 * Closes a review; it is locked by the caller.
 * @throws TypeError when it is not open
 */
export async function saveClosing(
  tx: Tx,
  { id, state: from }: { id: string; state: ReviewState },
  closing: { verdict: ReviewVerdict; notes: string; closedAt: Date; closedById: string },
): Promise<void> {
  const to: ReviewState = "closed";
  checkStep<ReviewState>(REVIEW_TRANSITIONS, id, { from, to });
  const data = { state: to, ...closing };
  const { count } = await handleOf(tx).review.updateMany({ where: { id, state: from }, data });
  if (count !== 1) throw new TypeError(`${id} is not ${from} any more, or gone: it was not locked`);
}
