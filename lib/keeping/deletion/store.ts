import { handleOf, type Tx } from "@/lib/db/client";
import { checkStep } from "@/lib/kernel/transitions";
import { ASKER, mayStill } from "@/lib/people/second-person-store";
import { findExcluded } from "@/lib/reviews/store";
import { isHeld } from "../hold/held-store";
import { DELETION_TRANSITIONS, type DeletableSession } from "./rules";
import type { DeletionState } from "./views";

const LIVE: DeletionState[] = ["asked", "confirmed", "deleting", "deleted"];

export interface LiveDeletion {
  id: string;
  sessionId: string;
  state: DeletionState;
  reason: string;
  askedById: string;
  askedAt: Date;
  expiresAt: Date;
  confirmedById: string | null;
  confirmedAt: Date | null;
  begunAt: Date | null;
  ranges: number | null;
  bytes: bigint | null;
  lastLeaf: string | null;
  closedAt: Date | null;
  askedBy: { id: string; name: string };
  confirmedBy: { id: string; name: string } | null;
  /** Whether whoever asked could ask for it now. */
  isAskerEntitled: boolean;
  /** The rule of retention that it is by; null: its two people asked for this one. */
  ruleId: string | null;
  rule: { protection: string; version: number | null; days: number | null } | null;
}

const NAMED = { select: { id: true, name: true } } as const;

/** The deletion of a session's recording that was neither withdrawn nor expired. */
export async function findLiveDeletion(tx: Tx, sessionId: string): Promise<LiveDeletion | null> {
  const row = await handleOf(tx).recordingDeletion.findFirst({
    where: { sessionId, state: { in: LIVE } },
    include: {
      ...{ askedBy: ASKER, confirmedBy: NAMED },
      rule: { select: { protection: true, version: true, days: true } },
    },
  });
  if (!row) return null;
  const { askedBy, ...rest } = row;
  return {
    ...rest,
    state: row.state as DeletionState,
    askedBy: { id: askedBy.id, name: askedBy.name },
    isAskerEntitled: mayStill(askedBy, ["administrator"]),
  };
}

/** Locks a session, so that neither it nor the deletion of its recording changes meanwhile. */
export async function lockDeletable(
  tx: Tx,
  sessionId: string,
): Promise<{ session: DeletableSession; deletion: LiveDeletion | null; nodeId: string } | null> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return findDeletable(tx, sessionId);
}

/** The same without a lock. */
export async function findDeletable(
  tx: Tx,
  sessionId: string,
): Promise<{ session: DeletableSession; deletion: LiveDeletion | null; nodeId: string } | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      ...{ state: true, nodeId: true },
      review: { select: { state: true } },
      recording: { select: { sessionId: true } },
    },
  });
  if (!row) return null;
  const deletion = await findLiveDeletion(tx, sessionId);
  const excluded = await findExcluded(tx, sessionId);
  return {
    session: {
      sessionState: row.state,
      reviewState: row.review?.state ?? null,
      hasRecording: row.recording !== null,
      isHeld: await isHeld(tx, sessionId),
      excludedIds: excluded.map(({ id }) => id),
      deletion,
    },
    ...{ deletion, nodeId: row.nodeId },
  };
}

/** The session of a deletion, whatever became of it. */
export async function findSessionOf(tx: Tx, deletionId: string): Promise<string | undefined> {
  const row = await handleOf(tx).recordingDeletion.findUnique({
    where: { id: deletionId },
    select: { sessionId: true },
  });
  return row?.sessionId;
}

export async function insertDeletion(
  tx: Tx,
  { id, sessionId, reason, askedById }: { id: string; sessionId: string; reason: string; askedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into recording_deletions (id, session_id, reason, asked_by_id)
    values (${id}, ${sessionId}, ${reason}, ${askedById})`;
}

type Step =
  | { to: "confirmed"; confirmedById: string; confirmedAt: Date }
  | { to: "withdrawn" | "expired" | "deleted"; closedAt: Date }
  | { to: "deleting"; begunAt: Date; ranges: number; bytes: bigint; lastLeaf: string | null };

/**
 * Moves a deletion on; its session is locked by the caller.
 * @throws TypeError when it is not where it was
 */
export async function moveDeletion(
  tx: Tx,
  { id, state: from }: { id: string; state: DeletionState },
  { to, ...data }: Step,
): Promise<void> {
  checkStep<DeletionState>(DELETION_TRANSITIONS, id, { from, to });
  const { count } = await handleOf(tx).recordingDeletion.updateMany({
    where: { id, state: from },
    data: { state: to, ...data },
  });
  if (count !== 1) throw new TypeError(`${id} is not ${from} any more, or gone: it was not locked`);
}

/** Asked for, and confirmed by nobody in time. */
export async function findExpired(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; sessionId: string }[]> {
  return handleOf(tx).recordingDeletion.findMany({
    where: { state: "asked", expiresAt: { lte: at } },
    orderBy: { askedAt: "asc" },
    take: limit,
    select: { id: true, sessionId: true },
  });
}

/** Confirmed, and not done, by their ids. @param page.after the id before them */
export async function findDueDeletions(
  tx: Tx,
  { after, limit }: { after: string; limit: number },
): Promise<{ id: string; sessionId: string }[]> {
  return handleOf(tx).recordingDeletion.findMany({
    where: { state: { in: ["confirmed", "deleting"] }, id: { gt: after } },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, sessionId: true },
  });
}
