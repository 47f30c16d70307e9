import { handleOf, runPrepared, type Tx } from "@/lib/db/client";

/** o output · i input · r size · m mark · g gap */
export type RangeKind = "o" | "i" | "r" | "m" | "g";

/** One run of frames of one session, as one commit writes it. */
export interface RangeRow {
  sessionId: string;
  epoch: number;
  kind: RangeKind;
  firstSequence: number;
  lastSequence: number;
  byteCount: number;
  bytes: Uint8Array | null;
}

export interface StoredRange {
  id: bigint;
  kind: RangeKind;
  firstSequence: number;
  lastSequence: number;
  byteCount: number;
  bytes: Uint8Array | null;
  at: Date;
}

const INSERT_RANGES = `
  with given as (
    select * from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::bytea[])
      with ordinality as u (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes, position)
  ), held as (
    select id, epoch from sessions where id = any($1::text[]) for share
  ), allowed as (
    select given.* from given join held on held.id = given.session_id and held.epoch = given.epoch
  ), inserted as (
    insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
    select session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes from allowed order by position
  )
  select position from allowed`;

/**
 * Writes the runs of any number of sessions in one statement. A run whose epoch is no longer its session's writes
 * nothing: the row is locked FOR SHARE, so a takeover waits for it and then sees it, or comes first and bars it.
 * @returns the positions (in `rows`) that were written
 */
export async function insertRanges(rows: readonly RangeRow[]): Promise<ReadonlySet<number>> {
  const written = await runPrepared<{ position: string }>({
    name: "insert-ranges",
    text: INSERT_RANGES,
    values: [
      rows.map((row) => row.sessionId),
      rows.map((row) => row.epoch),
      rows.map((row) => row.kind),
      rows.map((row) => row.firstSequence),
      rows.map((row) => row.lastSequence),
      rows.map((row) => row.byteCount),
      rows.map((row) => (row.bytes === null ? null : Buffer.from(row.bytes))),
    ],
  });
  return new Set(written.map((row) => Number(row.position) - 1));
}

/** The runs of a session in the order in which they were written, after a position, at most `limit`. */
export async function findRanges(
  tx: Tx,
  sessionId: string,
  query: { afterId: bigint; limit: number },
): Promise<StoredRange[]> {
  const rows = await handleOf(tx).recordingRange.findMany({
    where: { sessionId, id: { gt: query.afterId } },
    orderBy: { id: "asc" },
    take: query.limit,
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as RangeKind,
    firstSequence: Number(row.firstSequence),
    lastSequence: Number(row.lastSequence),
    byteCount: row.byteCount,
    bytes: row.bytes,
    at: row.at,
  }));
}

/** Which numbers of the session's two counters are on record, without their bytes. */
export async function findSequences(
  tx: Tx,
  sessionId: string,
): Promise<{ id: bigint; kind: RangeKind; first: number; last: number; byteCount: number }[]> {
  const rows = await handleOf(tx).$queryRaw<
    { id: bigint; kind: RangeKind; first: bigint; last: bigint; bytes: number }[]
  >`select id, kind, first_sequence as first, last_sequence as last, byte_count as bytes from recording_ranges where session_id = ${sessionId} and kind in ('o', 'g', 'i', 'r') order by first_sequence, id`;
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    first: Number(row.first),
    last: Number(row.last),
    byteCount: row.bytes,
  }));
}

/** The bytes of one run. */
export async function findBytes(tx: Tx, id: bigint): Promise<Uint8Array | null> {
  const row = await handleOf(tx).recordingRange.findUnique({ where: { id }, select: { bytes: true } });
  return row?.bytes ?? null;
}

/** Which runs of output touch the numbers from `first` to `last`. */
export async function findOutputBetween(
  tx: Tx,
  sessionId: string,
  numbers: { first: number; last: number },
): Promise<{ first: number; last: number }[]> {
  const rows = await handleOf(tx).recordingRange.findMany({
    where: {
      sessionId,
      kind: "o",
      firstSequence: { lte: numbers.last },
      lastSequence: { gte: numbers.first },
    },
    select: { firstSequence: true, lastSequence: true },
  });
  return rows.map((row) => ({ first: Number(row.firstSequence), last: Number(row.lastSequence) }));
}

export async function createRecording(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx)
    .$executeRaw`insert into recordings (session_id) values (${sessionId}) on conflict do nothing`;
}

/** Waits for the runs that are being written: they hold the session's row until they are committed. */
export async function closeRecordingRow(tx: Tx, sessionId: string): Promise<boolean> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  const changed = await handleOf(tx)
    .$executeRaw`update recordings set closed_at = clock_timestamp() where session_id = ${sessionId} and closed_at is null`;
  return changed === 1;
}

export interface NamedGap {
  readonly from: number;
  readonly to: number;
  readonly why: "agent-forgot";
  readonly at: string;
}

export async function addGap(tx: Tx, sessionId: string, gap: NamedGap): Promise<void> {
  await handleOf(tx)
    .$executeRaw`update recordings set gaps = gaps || ${JSON.stringify([gap])}::jsonb where session_id = ${sessionId}`;
}

export async function findRecording(
  tx: Tx,
  sessionId: string,
): Promise<{ startedAt: Date; closedAt: Date | null; gaps: readonly NamedGap[] } | undefined> {
  const row = await handleOf(tx).recording.findUnique({ where: { sessionId } });
  if (!row) return undefined;
  // Written by addGap alone.
  return { startedAt: row.startedAt, closedAt: row.closedAt, gaps: row.gaps as unknown as NamedGap[] };
}

export async function readDurabilitySettings(
  tx: Tx,
): Promise<{ fsync: string; synchronous_commit: string; full_page_writes: string }> {
  const rows = await handleOf(tx).$queryRaw<
    { fsync: string; synchronous_commit: string; full_page_writes: string }[]
  >`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit, current_setting('full_page_writes') as full_page_writes`;
  const row = rows[0];
  if (!row) throw new TypeError("the database gave no settings");
  return row;
}
