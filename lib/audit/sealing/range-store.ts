import { handleOf, type Tx } from "@/lib/db/client";
import { RANGE_LEAF } from "./range-leaf";

/** The highest number of a committed range; "0": there is none. */
export async function readLastRangeId(tx: Tx): Promise<string> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select coalesce(max(id), 0)::text as id from recording_ranges`;
  return rows[0]?.id ?? "0";
}

/** The transactions that hold the lock that an insert of a range takes. Anybody may read this, of all logins. */
export async function readRangeWriters(tx: Tx): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select distinct virtualtransaction as id from pg_locks
    where locktype = 'relation' and granted and mode = 'RowExclusiveLock'
      and relation = 'recording_ranges'::regclass
      and database = (select oid from pg_database where datname = current_database())`;
  return rows.map(({ id }) => id);
}

/** How far ranges are sealed: null before the first batch that seals any. */
export async function readSealedThrough(tx: Tx): Promise<string | null> {
  const rows = await handleOf(tx).$queryRaw<{ through: string }[]>`
    select ranges_through::text as through from audit_batches where format = 2 order by number desc limit 1`;
  return rows[0]?.through ?? null;
}

export interface RangeSeals {
  /** How many ranges. */
  count: number;
  /** All numbers up to this one are dealt with. */
  through: string;
  /** 32 bytes for each range, in the order of the batch's leaves. */
  leafHashes: readonly Uint8Array[];
}

/**
 * Seals the ranges numbered above `after` and up to `through` in a batch, session by session, up to the limits; their
 * bytes are hashed in the database. One that is larger than the limit is sealed by itself.
 * @param most how many ranges, and how many bytes of them
 */
export async function insertRangeSeals(
  tx: Tx,
  batchNumber: number,
  { after, through }: { after: string; through: string },
  most: { ranges: number; bytes: number },
): Promise<RangeSeals> {
  const rows = await handleOf(tx).$queryRawUnsafe<
    { count: number; last: string; isCut: boolean; leafHashes: Uint8Array }[]
  >(
    `with found as (
       select id, sum(byte_count) over (order by id) - byte_count as before from (
         select id, byte_count from recording_ranges where id > $2::bigint and id <= $3::bigint order by id limit $4
       ) f
     ), due as (
       select id from found where before < $5
     ), sealed as (
       insert into audit_range_seals (batch_number, position, session_id, range_ids, leaf_hashes)
       select $1, row_number() over (order by g.session_id collate "C") - 1, g.session_id,
         array_agg(g.id order by g.id), string_agg(${RANGE_LEAF}, '' order by g.id)
       from due join recording_ranges g on g.id = due.id group by g.session_id
       returning position, cardinality(range_ids) as count, leaf_hashes
     )
     select s.count, s.leaf_hashes as "leafHashes", (select max(id) from due)::text as last,
       (select count(*) from due) < (select count(*) from found) or (select count(*) from found) >= $4 as "isCut"
     from sealed s order by s.position`,
    ...[batchNumber, after, through, most.ranges, most.bytes],
  );
  const [first] = rows;
  if (!first) return { count: 0, through, leafHashes: [] };
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    through: first.isCut ? first.last : through,
    leafHashes: rows.map(({ leafHashes }) => leafHashes),
  };
}
