import { handleOf, runPrepared, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { RangeContent } from "@/lib/recorded-ranges/range";

/** One run of frames of one session, as one commit writes it. */
export interface RangeRow extends RangeContent {
  sessionId: string;
  epoch: number;
  byteCount: number;
}

export interface StoredRange extends RangeContent {
  id: bigint;
  byteCount: number;
  at: Date;
}

/** A gateway that was stopped may wake up when the recording of its session is being deleted, or is gone. */
const notDeleted = `not exists (select from recording_deletions d
  where d.session_id = sessions.id and d.state in ('deleting', 'deleted'))`;

const INSERT_RANGES = `
  with given as (
    select * from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::bytea[])
      with ordinality as u (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes, position)
  ), held as (
    select id, epoch from sessions where id = any($1::text[]) and ${notDeleted} for share
  ), allowed as (
    select given.* from given join held on held.id = given.session_id and held.epoch = given.epoch
  ), inserted as (
    insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
    select session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes from allowed order by position
  )
  select position from allowed`;

/**
 * Writes the runs of any number of sessions in one statement. A run whose epoch is no longer its session's, or whose
 * recording is being deleted, writes nothing and holds up no other: the row is locked FOR SHARE, so a takeover waits for
 * it and then sees it, or comes first and bars it.
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

/** So many runs, or bytes, are read at a time: of a flood each run may be half a megabyte. */
const PAGE_RUNS = 500;
const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * The next runs of a session in the order in which they were written. One that is larger than a page is read by itself.
 * @param afterId the run before them
 * @returns with `isEnd`: there was no more when they were read
 */
export async function findRanges(
  tx: Tx,
  sessionId: string,
  afterId: bigint,
): Promise<{ ranges: StoredRange[]; isEnd: boolean }> {
  const rows = await handleOf(tx).$queryRaw<
    (Omit<StoredRange, "firstSequence" | "lastSequence"> & {
      firstSequence: bigint;
      lastSequence: bigint;
      found: bigint;
    })[]
  >`with found as (
      select id, byte_count from recording_ranges where session_id = ${sessionId} and id > ${afterId}
      order by id limit ${PAGE_RUNS}
    ), page as (
      select id, sum(byte_count) over (order by id) - byte_count as bytes_before, count(*) over () as found from found
    )
    select r.id, r.kind, r.first_sequence as "firstSequence", r.last_sequence as "lastSequence",
      r.byte_count as "byteCount", r.bytes, r.at, page.found
    from page join recording_ranges r on r.id = page.id
    where page.bytes_before < ${PAGE_BYTES} order by r.id`;
  const found = Number(rows[0]?.found ?? 0);
  return {
    ranges: rows.map(({ found: _, ...row }) => ({
      ...row,
      firstSequence: Number(row.firstSequence),
      lastSequence: Number(row.lastSequence),
    })),
    isEnd: found < PAGE_RUNS && rows.length === found,
  };
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
  const handle = handleOf(tx);
  await handle.$executeRaw`insert into recordings (session_id) values (${sessionId}) on conflict do nothing`;
  await handle.$executeRaw`insert into replay_progress (session_id) values (${sessionId}) on conflict do nothing`;
}

/** Waits for the runs that are being written: they hold the session's row until they are committed. */
export async function closeRecordingRow(tx: Tx, sessionId: string): Promise<boolean> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  const changed = await handleOf(tx)
    .$executeRaw`update recordings set closed_at = clock_timestamp() where session_id = ${sessionId} and closed_at is null`;
  return changed === 1;
}

/**
 * Whether a session is still this epoch's with its recording there, and a gap not yet on record. Locks the session's row FOR SHARE, as the
 * writing of ranges does: a takeover waits for the transaction, or came first.
 */
export async function lookBeforeGap(
  tx: Tx,
  gap: Pick<RangeRow, "sessionId" | "epoch" | "firstSequence" | "lastSequence">,
): Promise<"stale" | "recorded" | "new"> {
  const { sessionId, epoch, firstSequence, lastSequence } = gap;
  const held = await handleOf(tx).$queryRaw<
    { id: string }[]
  >`select id from sessions where id = ${sessionId} and epoch = ${epoch} and ${Prisma.raw(notDeleted)} for share`;
  if (held.length === 0) return "stale";
  const recorded = await handleOf(tx).recordingRange.count({
    where: { sessionId, kind: "g", firstSequence, lastSequence },
  });
  return recorded > 0 ? "recorded" : "new";
}

export async function insertRange(tx: Tx, row: RangeRow): Promise<void> {
  const bytes = row.bytes === null ? null : Uint8Array.from(row.bytes);
  await handleOf(tx).recordingRange.create({ data: { ...row, bytes }, select: { id: true } });
}

/** How large the database is on disk. */
export async function readDatabaseBytes(tx: Tx): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<
    { bytes: bigint }[]
  >`select pg_database_size(current_database()) as bytes`;
  return Number(rows[0]?.bytes ?? 0);
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
