import { handleOf, type Tx } from "@/lib/db/client";
import type { RangeKind } from "@/lib/recorded-ranges/range";

/** Consecutive numbers that are on record: of one kind, however many ranges hold them. */
export interface RecordedRun {
  kind: Exclude<RangeKind, "m">;
  firstSequence: number;
  lastSequence: number;
  byteCount: number;
  /** Of a gap: its cause. */
  bytes: Uint8Array | null;
}

/**
 * Which numbers of the session's two counters are on record. A session of many hours has a hundred thousand ranges:
 * the database puts those together that follow each other, and leaves out what was written twice or came late.
 */
export async function findRuns(tx: Tx, sessionId: string): Promise<RecordedRun[]> {
  const rows = await handleOf(tx).$queryRaw<
    {
      kind: RecordedRun["kind"];
      first: bigint;
      last: bigint;
      count: bigint;
      cause: Uint8Array | null;
    }[]
  >`with placed as (
      select kind, first_sequence, last_sequence, byte_count, id,
        max(last_sequence) over (order by first_sequence, id rows between unbounded preceding and 1 preceding) as before
      from recording_ranges where session_id = ${sessionId} and kind in ('o', 'g')
    ), stream as (
      select *, case when kind = 'o' and lag(kind) over by_number = 'o'
          and first_sequence = lag(last_sequence) over by_number + 1 then 0 else 1 end as begins
      from placed where before is null or last_sequence > before
      window by_number as (order by first_sequence, id)
    ), runs as (
      select *, sum(begins) over (order by first_sequence, id) as run from stream
    )
    select min(kind) as kind, min(first_sequence) as first, max(last_sequence) as last,
      sum(byte_count)::bigint as count,
      (select bytes from recording_ranges as gap where gap.id = min(runs.id) and gap.kind = 'g') as cause
    from runs group by run
    union all
    select 'i', 0, max(last_sequence), 0, null
    from recording_ranges where session_id = ${sessionId} and kind in ('i', 'r') having count(*) > 0
    order by first, kind`;
  return rows.map((row) => ({
    kind: row.kind,
    firstSequence: Number(row.first),
    lastSequence: Number(row.last),
    byteCount: Number(row.count),
    bytes: row.cause,
  }));
}

/** One recorded range of the stream: output, or the name of what is missing. */
export interface StreamRange {
  kind: "o" | "g";
  firstSequence: number;
  lastSequence: number;
  byteCount: number;
  bytes: Uint8Array | null;
}

/** The ranges of output and gaps from a number on, by their numbers: at most `limit`. */
export async function findStream(
  tx: Tx,
  sessionId: string,
  from: { first: number; limit: number },
): Promise<StreamRange[]> {
  const rows = await handleOf(tx).recordingRange.findMany({
    where: { sessionId, kind: { in: ["o", "g"] }, firstSequence: { gte: from.first } },
    select: { kind: true, firstSequence: true, lastSequence: true, byteCount: true, bytes: true },
    orderBy: [{ firstSequence: "asc" }, { id: "asc" }],
    take: from.limit,
  });
  return rows.map((row) => ({
    kind: row.kind === "g" ? "g" : "o",
    firstSequence: Number(row.firstSequence),
    lastSequence: Number(row.lastSequence),
    byteCount: row.byteCount,
    bytes: row.bytes,
  }));
}

/**
 * The range that holds a byte of the output, counted from the session's start, as if no number were missing.
 * @returns its first number and the offset of its first byte; undefined when nothing is on record there
 */
export async function findByte(
  tx: Tx,
  sessionId: string,
  offset: number,
): Promise<{ first: number; offset: number } | undefined> {
  const [row] = await handleOf(tx).$queryRaw<{ first: bigint; start: bigint }[]>`
    with placed as (
      select kind, first_sequence, last_sequence, byte_count, id,
        max(last_sequence) over (order by first_sequence, id rows between unbounded preceding and 1 preceding) as before
      from recording_ranges where session_id = ${sessionId} and kind in ('o', 'g')
    ), summed as (
      select kind, first_sequence, byte_count,
        sum(case when kind = 'o' then byte_count else 0 end) over (order by first_sequence, id) as ends,
        coalesce(bool_or(first_sequence > coalesce(before, -1) + 1) over (order by first_sequence, id), false) as is_beyond
      from placed where before is null or last_sequence > before
    )
    select first_sequence as first, ends - byte_count as start from summed
    where kind = 'o' and ends > ${offset} and not is_beyond order by first_sequence limit 1`;
  return row && { first: Number(row.first), offset: Number(row.start) };
}
