import { handleOf, type Tx } from "@/lib/db/client";
import { isBeingDeleted } from "@/lib/recordings/deleted/store";

export interface LogRow {
  eventId: string;
  sessionId: string;
  position: number;
  at: Date;
  message: string;
}

/** The newest event of the agent's stream that we have, and the highest position. */
export async function findLastLogEvent(
  tx: Tx,
  sessionId: string,
): Promise<{ eventId: string; at: Date; position: number } | null> {
  const events = handleOf(tx).agentLogEvent;
  const last = await events.findFirst({
    where: { sessionId },
    orderBy: [{ at: "desc" }, { position: "desc" }],
    select: { eventId: true, at: true },
  });
  if (!last) return null;
  const { _max } = await events.aggregate({ where: { sessionId }, _max: { position: true } });
  return { ...last, position: _max.position ?? 0 };
}

export async function insertLogEvents(tx: Tx, rows: readonly LogRow[]): Promise<number> {
  const { count } = await handleOf(tx).agentLogEvent.createMany({ data: [...rows], skipDuplicates: true });
  return count;
}

/**
 * Locks the session, so that nothing is kept of it once its recording is being deleted.
 * @returns whether something may be kept
 */
export async function lockForIntake(tx: Tx, sessionId: string): Promise<boolean> {
  await lockSessionRow(tx, sessionId);
  return !(await isBeingDeleted(tx, sessionId));
}

/** Another process may have fetched them meanwhile: the number is what this one added. */
export async function lockSessionRow(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
}

export async function findFullyReadAt(tx: Tx, sessionId: string): Promise<Date | null> {
  const row = await handleOf(tx).sessionGrades.findUnique({
    where: { sessionId },
    select: { fullyReadAt: true },
  });
  return row?.fullyReadAt ?? null;
}

export async function saveFullyReadAt(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into session_grades (session_id, fully_read_at) values (${sessionId}, clock_timestamp())
    on conflict (session_id) do update set fully_read_at = excluded.fully_read_at`;
}

export interface ObjectRow {
  sessionId: string;
  version: string;
  bucket: string;
  key: string;
  size: bigint;
  keptBytes: bigint;
  modifiedAt: Date;
}

/** The contents of a session's object that were fetched, the first one first. */
export async function findObjects(tx: Tx, sessionId: string): Promise<(ObjectRow & { fetchedAt: Date })[]> {
  return handleOf(tx).agentLogObject.findMany({
    where: { sessionId },
    orderBy: [{ fetchedAt: "asc" }, { version: "asc" }],
  });
}

export async function insertChunk(
  tx: Tx,
  chunk: { sessionId: string; version: string; number: number; bytes: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await handleOf(tx).agentLogChunk.createMany({ data: [chunk], skipDuplicates: true });
}

/** @returns whether it is new */
export async function insertObject(tx: Tx, row: ObjectRow): Promise<boolean> {
  const { count } = await handleOf(tx).agentLogObject.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
