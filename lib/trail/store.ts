import { handleOf, type Tx } from "@/lib/db/client";

export interface EvidenceSession {
  id: string;
  accountId: string;
  region: string;
  awsSessionId: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

const fields = {
  id: true,
  accountId: true,
  region: true,
  awsSessionId: true,
  createdAt: true,
  endedAt: true,
};

export async function findEvidenceSession(tx: Tx, sessionId: string): Promise<EvidenceSession | null> {
  return handleOf(tx).session.findUnique({ where: { id: sessionId }, select: fields });
}

/**
 * Sessions whose evidence should be asked for again: running ones, and those that ended so recently that AWS may
 * still deliver: often at first, then a tenth of their age apart. Both sets are small whatever the history.
 */
export async function findDueSessions(
  tx: Tx,
  due: { again: number; lateSeconds: number; limit: number },
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select id from sessions
    where kind = 'brokered'
      and (state in ('opening', 'open', 'ending')
        or created_at > clock_timestamp() - make_interval(days => 2) and ended_at > clock_timestamp() - make_interval(secs => ${due.lateSeconds}))
      and (evidence_checked_at is null or evidence_checked_at < clock_timestamp() - greatest(
        make_interval(secs => ${due.again}), (clock_timestamp() - coalesce(ended_at, clock_timestamp())) / 10))
    order by evidence_checked_at nulls first
    limit ${due.limit}`;
  return rows.map((row) => row.id);
}

/** The newest event of the agent's log that we have. */
export async function findLastLogEvent(
  tx: Tx,
  sessionId: string,
): Promise<{ at: Date; position: number } | null> {
  return handleOf(tx).agentLogEvent.findFirst({
    where: { sessionId },
    orderBy: [{ at: "desc" }, { position: "desc" }],
    select: { at: true, position: true },
  });
}

export interface LogRow {
  eventId: string;
  sessionId: string;
  position: number;
  at: Date;
  message: string;
}

export async function insertLogEvents(tx: Tx, rows: readonly LogRow[]): Promise<number> {
  const { count } = await handleOf(tx).agentLogEvent.createMany({ data: [...rows], skipDuplicates: true });
  return count;
}

export interface TrailRow {
  eventId: string;
  sessionId: string;
  accountId: string;
  region: string;
  name: string;
  at: Date;
  errorCode: string | null;
  sourceIdentity: string | null;
  record: object;
}

export async function insertTrailEvents(tx: Tx, rows: readonly TrailRow[]): Promise<number> {
  const { count } = await handleOf(tx).trailEvent.createMany({ data: [...rows], skipDuplicates: true });
  return count;
}

export async function markChecked(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx)
    .$executeRaw`update sessions set evidence_checked_at = clock_timestamp() where id = ${sessionId}`;
}

export async function findLogEvents(tx: Tx, sessionId: string): Promise<{ at: Date; message: string }[]> {
  return handleOf(tx).agentLogEvent.findMany({
    where: { sessionId },
    orderBy: [{ at: "asc" }, { position: "asc" }],
    select: { at: true, message: true },
  });
}

export async function findTrailEvents(
  tx: Tx,
  sessionId: string,
): Promise<(TrailRow & { fetchedAt: Date })[]> {
  const rows = await handleOf(tx).trailEvent.findMany({
    where: { sessionId },
    orderBy: [{ at: "asc" }, { name: "asc" }],
  });
  return rows.map((row) => ({ ...row, sessionId, record: Object(row.record) as object }));
}

/** What the audit says of a session's evidence, oldest first. */
export async function findEvidenceEvents(
  tx: Tx,
  sessionId: string,
): Promise<{ id: string; code: string; data: unknown }[]> {
  return handleOf(tx).auditEvent.findMany({
    where: { sessionId, outcome: "done", code: { in: ["evidence.fetched", "recording.closed"] } },
    select: { id: true, code: true, data: true },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}

/** When a session ended, and when its evidence was asked for last. */
export async function findEvidenceTimes(
  tx: Tx,
  sessionId: string,
): Promise<{ endedAt: Date | null; checkedAt: Date | null }> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { endedAt: true, evidenceCheckedAt: true },
  });
  return { endedAt: row?.endedAt ?? null, checkedAt: row?.evidenceCheckedAt ?? null };
}
