import { handleOf, type Tx } from "@/lib/db/client";
import { checkStep } from "@/lib/kernel/transitions";
import { ASKER, mayStill } from "@/lib/people/second-person-store";
import { isBeingDeleted } from "@/lib/recordings/deleted/store";
import { findExcluded } from "@/lib/reviews/store";
import { keepsInput, stateFrom } from "@/lib/sessions/columns";
import { findKeptInput } from "@/lib/sessions/read-store";
import { isOver } from "@/lib/sessions/rules";
import { OPENING_ROLES, OPENING_TRANSITIONS, type OpenableSession } from "./rules";
import type { OpeningState } from "./views";

const NAMED = { select: { id: true, name: true } } as const;

export interface FoundOpening {
  id: string;
  state: "asked" | "confirmed";
  reason: string;
  askedById: string;
  askedAt: Date;
  expiresAt: Date;
  confirmedById: string | null;
  closedAt: Date | null;
  askedBy: { id: string; name: string };
  confirmedBy: { id: string; name: string } | null;
  isAskerEntitled: boolean;
}

export interface Openable {
  session: OpenableSession;
  opening: FoundOpening | null;
  nodeId: string;
}

/** Locks a session, so that its opening does not change meanwhile. */
export async function lockOpenable(tx: Tx, sessionId: string): Promise<Openable | null> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return findOpenable(tx, sessionId);
}

/** The same without a lock. */
export async function findOpenable(tx: Tx, sessionId: string): Promise<Openable | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { state: true, nodeId: true, grant: { select: { obligations: true } } },
  });
  if (!row) return null;
  const opening = await findLastOpening(tx, sessionId);
  const excluded = await findExcluded(tx, sessionId);
  // Counting reads every key of a session: of one whose keys are not kept there is nothing to count.
  const isKept = row.grant !== null && keepsInput(row.grant.obligations);
  return {
    session: {
      isOver: isOver(stateFrom(row.state)),
      hasKeptInput: isKept && (await findKeptInput(tx, sessionId)).messages > 0,
      isDeleted: await isBeingDeleted(tx, sessionId),
      excludedIds: excluded.map(({ id }) => id),
      opening,
    },
    ...{ opening, nodeId: row.nodeId },
  };
}

/** The open request, or else the one that was confirmed last. */
async function findLastOpening(tx: Tx, sessionId: string): Promise<FoundOpening | null> {
  const rows = await handleOf(tx).inputOpening.findMany({
    where: { sessionId, state: { in: ["asked", "confirmed"] } },
    orderBy: [{ state: "asc" }, { closedAt: { sort: "desc", nulls: "first" } }],
    take: 1,
    include: { askedBy: ASKER, confirmedBy: NAMED },
  });
  const [row] = rows;
  if (!row) return null;
  const { id, name } = row.askedBy;
  return {
    ...{ ...row, askedBy: { id, name }, isAskerEntitled: mayStill(row.askedBy, OPENING_ROLES) },
    state: row.state === "asked" ? "asked" : "confirmed",
  };
}

/** The session of an opening, whatever became of it. */
export async function findSessionOfOpening(tx: Tx, openingId: string): Promise<string | undefined> {
  const row = await handleOf(tx).inputOpening.findUnique({
    where: { id: openingId },
    select: { sessionId: true },
  });
  return row?.sessionId;
}

export async function insertOpening(
  tx: Tx,
  opening: { id: string; sessionId: string; reason: string; askedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into input_openings (id, session_id, reason, asked_by_id)
    values (${opening.id}, ${opening.sessionId}, ${opening.reason}, ${opening.askedById})`;
}

type Step =
  | { to: "confirmed"; confirmedById: string; closedAt: Date }
  | { to: "withdrawn" | "expired"; closedAt: Date };

/**
 * Ends an open request; its session is locked by the caller.
 * @throws TypeError when it is not open any more
 */
export async function closeOpening(tx: Tx, id: string, { to, ...data }: Step): Promise<void> {
  checkStep<OpeningState>(OPENING_TRANSITIONS, id, { from: "asked", to });
  const { count } = await handleOf(tx).inputOpening.updateMany({
    where: { id, state: "asked" },
    data: { state: to, ...data },
  });
  if (count !== 1) throw new TypeError(`${id} is not asked for any more, or gone: it was not locked`);
}

/** Asked for, and confirmed by nobody in time. */
export async function findExpiredOpenings(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; sessionId: string }[]> {
  return handleOf(tx).inputOpening.findMany({
    where: { state: "asked", expiresAt: { lte: at } },
    orderBy: { expiresAt: "asc" },
    take: limit,
    select: { id: true, sessionId: true },
  });
}

/** Whether the audit has two different people's words for an opening: a row alone says nothing. */
export async function isOpeningSaid(
  tx: Tx,
  { id, askedById, confirmedById }: FoundOpening,
): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ words: number }[]>`
    select count(distinct e.code)::int as words from audit_events e, input_openings o
    where o.id = ${id} and e.session_id = o.session_id and e.outcome = 'done' and e.actor_kind = 'person'
      and e.data ->> 'openingId' = o.id and (
        e.code = 'recording.input-opening-asked' and e.actor_id = ${askedById}
        or e.code = 'recording.input-opening-confirmed' and e.actor_id = ${confirmedById})`;
  return rows[0]?.words === 2 && askedById !== confirmedById;
}
