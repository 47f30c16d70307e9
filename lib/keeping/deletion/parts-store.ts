import { handleOf, type Tx } from "@/lib/db/client";

/** What is recorded of a session, and whether all of it, and of its audit, is sealed. */
export interface Recorded {
  ranges: number;
  bytes: bigint;
  /** The sealed leaf of its last range, in hex; null: it was recorded before ranges were sealed, or has none. */
  lastLeaf: string | null;
  isSealed: boolean;
}

export async function findRecorded(tx: Tx, sessionId: string): Promise<Recorded> {
  const rows = await handleOf(tx).$queryRaw<Recorded[]>`
    select count(*)::int as ranges, coalesce(sum(byte_count), 0)::bigint as bytes,
      (select encode(substring(s.leaf_hashes from octet_length(s.leaf_hashes) - 31), 'hex') from audit_range_seals s
        where s.session_id = ${sessionId} order by s.batch_number desc limit 1) as "lastLeaf",
      coalesce(max(id), 0) <= (select coalesce(max(ranges_through), 0) from audit_batches)
        and not exists (select from audit_events e join audit_pending p on p.event_id = e.id
          where e.session_id = ${sessionId}) as "isSealed"
    from recording_ranges where session_id = ${sessionId}`;
  const [row] = rows;
  if (!row) throw new TypeError("nothing was counted");
  return row;
}

/**
 * Whether the sealed audit says that the two people of a deletion asked for it and confirmed it. A row alone may have been
 * written by whoever has the web process's login.
 */
export async function areWordsSealed(
  tx: Tx,
  deletion: { id: string; sessionId: string; askedById: string; confirmedById: string | null },
): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select count(distinct e.code) = 2 as found from audit_events e join audit_links l on l.event_id = e.id
    where e.session_id = ${deletion.sessionId} and e.outcome = 'done' and e.actor_kind = 'person'
      and e.data ->> 'deletionId' = ${deletion.id}
      and (e.code = 'recording.deletion-asked' and e.actor_id = ${deletion.askedById}
        or e.code = 'recording.deletion-confirmed' and e.actor_id = ${deletion.confirmedById})`;
  return rows[0]?.found === true;
}

/** Whether the event that a deletion begins is in a batch: nothing is deleted before. */
export async function isBeginningSealed(
  tx: Tx,
  deletion: { id: string; sessionId: string },
): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (select from audit_events e join audit_links l on l.event_id = e.id
      where e.session_id = ${deletion.sessionId} and e.code = 'recording.deletion-begun' and e.outcome = 'done'
        and e.data ->> 'deletionId' = ${deletion.id}) as found`;
  return rows[0]?.found === true;
}

/**
 * One step of deleting what is recorded and logged, by the database's own function, which refuses it unless two people
 * said so.
 * @returns rows that are gone; 0: there is nothing left
 */
export async function deleteRecordedStep(tx: Tx, deletionId: string): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<
    { gone: number }[]
  >`select halligan_delete_recorded(${deletionId}) as gone`;
  return rows[0]?.gone ?? 0;
}

/** So many are deleted in one transaction: a segment may be a quarter of a megabyte. */
const SEGMENTS = 100;
const COMMANDS = 5_000;

/** One step of deleting what was made of a recording. @returns rows that are gone; 0: there is nothing left */
export async function deleteMadeStep(tx: Tx, sessionId: string): Promise<number> {
  const handle = handleOf(tx);
  const segments = await handle.$executeRaw`
    delete from recording_segments where session_id = ${sessionId} and number in (
      select number from recording_segments where session_id = ${sessionId} order by number limit ${SEGMENTS})`;
  if (segments > 0) return segments;
  return handle.$executeRaw`
    delete from recorded_commands where session_id = ${sessionId} and number in (
      select number from recorded_commands where session_id = ${sessionId} order by number limit ${COMMANDS})`;
}

/** The lines in which recording and log differ are text of both; what fills a gap is the log's. */
export async function clearComparedLines(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    update session_grades set differences = '[]', filled = '[]'
    where session_id = ${sessionId} and (differences <> '[]' or filled <> '[]')`;
}

/** Whether anything is left of a recording. */
export async function hasRecordingRow(tx: Tx, sessionId: string): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (select from recordings where session_id = ${sessionId}) as found`;
  return rows[0]?.found === true;
}
