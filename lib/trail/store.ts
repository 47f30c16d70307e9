import { handleOf, type Tx } from "@/lib/db/client";

export interface EvidenceSession {
  id: string;
  kind: string;
  accountId: string;
  region: string;
  awsSessionId: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

const fields = {
  id: true,
  kind: true,
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
 * still deliver, or of which it never could be asked: often at first, then a tenth of their age apart. Both sets are small whatever the history.
 */
export async function findDueSessions(
  tx: Tx,
  due: { again: number; lateSeconds: number; limit: number },
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select id from sessions
    where kind = 'brokered'
      and (state in ('opening', 'open', 'ending')
        or created_at > clock_timestamp() - make_interval(days => 2)
          and (ended_at > clock_timestamp() - make_interval(secs => ${due.lateSeconds})
            -- AWS could not be asked, or had nothing yet
            or ended_at is not null and opened_at is not null and coalesce(corroboration, 'pending') = 'pending'))
      and (evidence_checked_at is null or evidence_checked_at < clock_timestamp() - greatest(
        make_interval(secs => ${due.again}), (clock_timestamp() - coalesce(ended_at, clock_timestamp())) / 10))
    order by evidence_checked_at nulls first
    limit ${due.limit}`;
  return rows.map((row) => row.id);
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

/** @param at before AWS was asked */
export async function markChecked(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await handleOf(tx)
    .$executeRaw`update sessions set evidence_checked_at = ${at}::timestamptz where id = ${sessionId}`;
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

/** The event with which a session's recording was closed. */
export async function findClosing(tx: Tx, sessionId: string): Promise<{ id: string; data: unknown } | null> {
  return handleOf(tx).auditEvent.findFirst({
    where: { sessionId, outcome: "done", code: "recording.closed" },
    select: { id: true, data: true },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
}

/** A session's grades, and what was found of its log at its start, as its row has them. */
export async function findSessionGrades(
  tx: Tx,
  sessionId: string,
): Promise<{ completeness: string | null; corroboration: string | null; recordChecks: unknown } | null> {
  return handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { completeness: true, corroboration: true, recordChecks: true },
  });
}
