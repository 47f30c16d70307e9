import { handleOf, type Tx } from "@/lib/db/client";
import { checkStep } from "@/lib/kernel/transitions";
import { ASKER, mayStill } from "@/lib/people/second-person-store";
import { findExcluded } from "@/lib/reviews/store";
import { stateFrom } from "@/lib/sessions/columns";
import { isOver } from "@/lib/sessions/rules";
import { isHeld } from "./held-store";
import { HOLD_ROLES, type HoldableSession, LIFTING_TRANSITIONS } from "./rules";
import type { HoldView, LiftingState } from "./views";

const NAMED = { select: { id: true, name: true } } as const;

interface Holdable {
  session: HoldableSession;
  /** The hold in force; null where there is none. */
  hold: HoldView | null;
  nodeId: string;
}

/** Locks a session, so that neither its hold nor its deletion changes meanwhile. */
export async function lockHoldable(tx: Tx, sessionId: string): Promise<Holdable | null> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return findHoldable(tx, sessionId);
}

/** The same without a lock. */
export async function findHoldable(tx: Tx, sessionId: string): Promise<Holdable | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      ...{ state: true, nodeId: true },
      recording: { select: { sessionId: true } },
      deletions: { select: { id: true }, where: { state: "deleted" } },
    },
  });
  if (!row) return null;
  const found = (await isHeld(tx, sessionId)) ? await findHold(tx, sessionId) : undefined;
  const hold = found?.hold;
  const excluded = await findExcluded(tx, sessionId);
  return {
    session: {
      isOver: isOver(stateFrom(row.state)),
      hasRecording: row.recording !== null,
      isDeleted: row.deletions.length > 0,
      isHeld: found !== undefined,
      excludedIds: excluded.map(({ id }) => id),
      lifting: hold?.lifting
        ? {
            ...{ askedById: hold.lifting.askedBy.id, expiresAt: hold.lifting.expiresAt },
            isAskerEntitled: found?.isAskerEntitled === true,
          }
        : null,
    },
    hold: hold ?? null,
    nodeId: row.nodeId,
  };
}

/**
 * Of the holds of a session that is held, the first whose row says nothing of lifting; else the last: a row says that it
 * was lifted, and the audit does not. Null: only the audit knows of it.
 */
async function findHold(
  tx: Tx,
  sessionId: string,
): Promise<{ hold: HoldView | null; isAskerEntitled: boolean }> {
  const rows = await handleOf(tx).recordingHold.findMany({
    where: { sessionId },
    orderBy: [{ placedAt: "asc" }, { id: "asc" }],
    include: {
      placedBy: NAMED,
      liftings: { where: { state: { in: ["asked", "lifted"] } }, include: { askedBy: ASKER } },
    },
  });
  const row = rows.find(({ liftings }) => liftings.every(({ state }) => state === "asked")) ?? rows.at(-1);
  if (!row) return { hold: null, isAskerEntitled: false };
  const { id, reason, placedBy, placedAt } = row;
  const asked = row.liftings.find(({ state }) => state === "asked");
  return {
    hold: {
      ...{ id, reason, placedBy, placedAt },
      lifting: asked
        ? {
            ...{ id: asked.id, reason: asked.reason, askedAt: asked.askedAt, expiresAt: asked.expiresAt },
            askedBy: { id: asked.askedBy.id, name: asked.askedBy.name },
          }
        : null,
    },
    isAskerEntitled: asked !== undefined && mayStill(asked.askedBy, HOLD_ROLES),
  };
}

/** The session of a hold, lifted or not. */
export async function findSessionOfHold(tx: Tx, holdId: string): Promise<string | undefined> {
  const row = await handleOf(tx).recordingHold.findUnique({
    where: { id: holdId },
    select: { sessionId: true },
  });
  return row?.sessionId;
}

/** The session of a request to lift a hold, whatever became of it. */
export async function findSessionOfLifting(tx: Tx, liftingId: string): Promise<string | undefined> {
  const row = await handleOf(tx).holdLifting.findUnique({
    where: { id: liftingId },
    select: { hold: { select: { sessionId: true } } },
  });
  return row?.hold.sessionId;
}

export async function insertHold(
  tx: Tx,
  hold: { id: string; sessionId: string; reason: string; placedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into recording_holds (id, session_id, reason, placed_by_id)
    values (${hold.id}, ${hold.sessionId}, ${hold.reason}, ${hold.placedById})`;
}

export async function insertLifting(
  tx: Tx,
  lifting: { id: string; holdId: string; reason: string; askedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into hold_liftings (id, hold_id, reason, asked_by_id)
    values (${lifting.id}, ${lifting.holdId}, ${lifting.reason}, ${lifting.askedById})`;
}

type Step =
  | { to: "lifted"; confirmedById: string; closedAt: Date }
  | { to: "withdrawn" | "expired"; closedAt: Date };

/**
 * Ends an open request to lift a hold; its session is locked by the caller.
 * @throws TypeError when it is not open any more
 */
export async function closeLifting(tx: Tx, id: string, { to, ...data }: Step): Promise<void> {
  checkStep<LiftingState>(LIFTING_TRANSITIONS, id, { from: "asked", to });
  const { count } = await handleOf(tx).holdLifting.updateMany({
    where: { id, state: "asked" },
    data: { state: to, ...data },
  });
  if (count !== 1) throw new TypeError(`${id} is not asked for any more, or gone: it was not locked`);
}

/** Asked for, and confirmed by nobody in time. */
export async function findExpiredLiftings(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; holdId: string; sessionId: string }[]> {
  const rows = await handleOf(tx).holdLifting.findMany({
    where: { state: "asked", expiresAt: { lte: at } },
    orderBy: { expiresAt: "asc" },
    take: limit,
    select: { id: true, holdId: true, hold: { select: { sessionId: true } } },
  });
  return rows.map(({ id, holdId, hold }) => ({ id, holdId, sessionId: hold.sessionId }));
}

/** Whether a request to lift a hold is still open. */
export async function isLiftingOpen(tx: Tx, id: string): Promise<boolean> {
  return (await handleOf(tx).holdLifting.count({ where: { id, state: "asked" } })) === 1;
}
