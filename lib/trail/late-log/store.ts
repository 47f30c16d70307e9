import { handleOf, type Tx } from "@/lib/db/client";

/** Commits in which a first line is looked for: a program that never ends its line is not searched for ever. */
const MOST_RANGES = 500;

export interface LateLogRow {
  state: string;
  recordChecks: unknown;
  /** Of the grant; null: the session has none. */
  obligations: unknown;
}

export async function findLateLogRow(tx: Tx, sessionId: string): Promise<LateLogRow | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { state: true, recordChecks: true, grant: { select: { obligations: true } } },
  });
  return (
    row && { state: row.state, recordChecks: row.recordChecks, obligations: row.grant?.obligations ?? null }
  );
}

/** When the first line of output was complete on record. */
export async function findFirstLineAt(tx: Tx, sessionId: string): Promise<Date | null> {
  const rows = await handleOf(tx).$queryRaw<{ at: Date | null }[]>`
    select min(at) as at from (
      select at, bytes from recording_ranges where session_id = ${sessionId} and kind = 'o'
      order by first_sequence limit ${MOST_RANGES}
    ) first where position('\\x0a'::bytea in bytes) > 0`;
  return rows[0]?.at ?? null;
}

export async function hasLog(tx: Tx, sessionId: string): Promise<boolean> {
  const row = await handleOf(tx).agentLogEvent.findFirst({ where: { sessionId }, select: { eventId: true } });
  return row !== null;
}
