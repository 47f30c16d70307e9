import { handleOf, type Tx } from "@/lib/db/client";

/** Output of a recording in the bucket, or on its way there. */
export interface PackRow {
  sessionId: string;
  number: number;
  firstRangeId: bigint;
  lastRangeId: bigint;
  ranges: number;
  bytes: bigint;
  objectKey: string;
  objectSha256: string;
  objectBytes: number;
  /** When it was first and last tried to put it. */
  begunAt: Date;
  triedAt: Date;
  storedAt: Date | null;
  confirmedAt: Date | null;
  movedAt: Date | null;
}

/** How far it is gone before packs are read in the bucket. */
export interface PackLimits {
  /** So long after its end a session's log may still grow. */
  logSeconds: number;
  /** So many packs of a recording wait for the gateway to read them. */
  ahead: number;
  /** So many of all recordings, of those that were begun within `againSeconds` or are not in the bucket yet. */
  aheadOfAll: number;
  /** What was put and could not be read there for so long is put again; the next time after twice as long. */
  againSeconds: number;
}

/**
 * Recordings that are over, in segments and sealed, of which a pack can be begun, put, put again or let go of now; the
 * first finished comes first. Those that wait for the gateway alone are not among them: they would hold up the others.
 * One that no gateway lived to close is left alone for a day: a gateway that was stopped may wake up. One that its node's
 * log is still to be compared with is left alone as long as that can be: whoever compares reads the database.
 */
export async function findUnpacked(
  tx: Tx,
  limit: number,
  { logSeconds, ahead, aheadOfAll, againSeconds }: PackLimits,
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select p.session_id as id from replay_progress p
    join recordings r on r.session_id = p.session_id join sessions s on s.id = p.session_id
    cross join lateral (
      select count(*) filter (where moved_at is null) as waiting, coalesce(max(last_range_id), 0) as through,
        coalesce(bool_or(moved_at is null and (stored_at is null or confirmed_at is not null
          or tried_at < clock_timestamp() - greatest(tried_at - begun_at, make_interval(secs => ${againSeconds})))), false)
          as is_due
      from recording_packs where session_id = p.session_id) k
    where (k.is_due or k.waiting < ${ahead} and case
        when exists (select from recording_ranges g
          where g.session_id = p.session_id and g.kind = 'o' and g.id > k.through)
        then ${aheadOfAll} > (select count(*) from recording_packs where moved_at is null and confirmed_at is null
          and (stored_at is null or begun_at > clock_timestamp() - make_interval(secs => ${againSeconds})))
        else k.waiting = 0 end)
      and p.finished_at is not null and p.packed_at is null and s.state in ('ended', 'failed')
      and (r.closed_at is not null or s.ended_at < clock_timestamp() - interval '1 day')
      and (s.opened_at is null or s.completeness is not null and (s.created_at < clock_timestamp() - interval '3 days'
        or s.graded_at is not null and s.corroboration not in ('pending', 'absent')
          and s.ended_at < clock_timestamp() - make_interval(secs => ${logSeconds})))
      and not exists (select from recording_deletions d where d.session_id = p.session_id and d.state in ('deleting', 'deleted'))
      and coalesce((select max(g.id) from recording_ranges g where g.session_id = p.session_id), 0)
        <= (select coalesce(max(ranges_through), 0) from audit_batches)
    order by p.finished_at limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The packs of a recording, in order. */
export async function findPacks(tx: Tx, sessionId: string): Promise<PackRow[]> {
  const rows = await handleOf(tx).recordingPack.findMany({
    where: { sessionId },
    orderBy: { number: "asc" },
  });
  return rows;
}

export async function findKey(tx: Tx, sessionId: string): Promise<Uint8Array | undefined> {
  const row = await handleOf(tx).recordingKey.findUnique({ where: { sessionId }, select: { key: true } });
  return row?.key;
}

/** The recording's key: the one that is given, if it has none. None for one that is being deleted. */
export async function insertKey(tx: Tx, sessionId: string, key: Uint8Array): Promise<void> {
  if (!(await lockUndeleted(tx, sessionId))) return;
  await handleOf(tx).$executeRaw`
    insert into recording_keys (session_id, key) values (${sessionId}, ${Buffer.from(key)}) on conflict do nothing`;
}

/** Until the transaction's end it is not begun to delete a recording. @returns false: it was begun before */
async function lockUndeleted(tx: Tx, sessionId: string): Promise<boolean> {
  // The first that goes of a recording.
  const rows = await handleOf(tx).$queryRaw<object[]>`
    select session_id from replay_progress where session_id = ${sessionId} for update`;
  return rows.length > 0;
}

/** A page of ranges is looked at at a time. */
const PAGE = 4_000;

/**
 * The next sealed output of a recording that makes a pack: at least one range, and more while they are not too many bytes.
 * @param through the last range of the pack, where there is one already
 */
export async function findPackable(
  tx: Tx,
  sessionId: string,
  { after, through = null, bytes }: { after: bigint; through?: bigint | null; bytes: number },
): Promise<{ id: bigint; bytes: Uint8Array }[]> {
  return handleOf(tx).$queryRaw<{ id: bigint; bytes: Uint8Array }[]>`
    with page as (
      select id, sum(byte_count) over (order by id) - byte_count as before from (
        select id, byte_count from recording_ranges where session_id = ${sessionId} and kind = 'o' and id > ${after}
          and (${through}::bigint is null or id <= ${through}::bigint)
          and id <= (select coalesce(max(ranges_through), 0) from audit_batches)
        order by id limit ${PAGE}) f
    )
    select g.id, g.bytes from page join recording_ranges g on g.id = page.id
    where page.before < ${bytes} and g.bytes is not null order by g.id`;
}

/** Begins a pack, unless another process has begun it or its recording is being deleted. @returns whether this did it */
export async function insertPack(
  tx: Tx,
  row: Omit<PackRow, "storedAt" | "confirmedAt" | "movedAt" | "begunAt" | "triedAt">,
): Promise<boolean> {
  if (!(await lockUndeleted(tx, row.sessionId))) return false;
  const { _max } = await handleOf(tx).recordingPack.aggregate({
    where: { sessionId: row.sessionId },
    _max: { number: true },
  });
  if ((_max.number ?? 0) !== row.number - 1) return false;
  await handleOf(tx).$executeRaw`
    insert into recording_packs (session_id, number, first_range_id, last_range_id, ranges, bytes, object_key,
      object_sha256, object_bytes)
    values (${row.sessionId}, ${row.number}, ${row.firstRangeId}, ${row.lastRangeId}, ${row.ranges}, ${row.bytes},
      ${row.objectKey}, ${row.objectSha256}, ${row.objectBytes})`;
  return true;
}

/** That it is tried again to put a pack that nobody could read yet. @returns false: somebody has meanwhile, or it is gone */
export async function beginAgain(
  tx: Tx,
  { sessionId, number }: { sessionId: string; number: number },
  object: Pick<PackRow, "objectKey" | "objectSha256" | "objectBytes">,
): Promise<boolean> {
  if (!(await lockUndeleted(tx, sessionId))) return false;
  const changed = await handleOf(tx).$executeRaw`
    update recording_packs set tried_at = clock_timestamp(), object_key = ${object.objectKey},
      object_sha256 = ${object.objectSha256}, object_bytes = ${object.objectBytes}, stored_at = null
    where session_id = ${sessionId} and number = ${number} and confirmed_at is null`;
  return changed === 1;
}

export async function markStored(
  tx: Tx,
  { sessionId, number, objectKey }: Pick<PackRow, "sessionId" | "number" | "objectKey">,
): Promise<void> {
  await handleOf(tx).$executeRaw`
    update recording_packs set stored_at = clock_timestamp()
    where session_id = ${sessionId} and number = ${number} and object_key = ${objectKey} and stored_at is null`;
}

/** Packs that are in the bucket and that nobody has read there yet, the oldest first. */
export async function findUnconfirmed(tx: Tx, limit: number): Promise<PackRow[]> {
  return handleOf(tx).$queryRaw<PackRow[]>`
    select session_id as "sessionId", number, first_range_id as "firstRangeId", last_range_id as "lastRangeId", ranges,
      bytes, object_key as "objectKey", object_sha256 as "objectSha256", object_bytes as "objectBytes",
      begun_at as "begunAt", tried_at as "triedAt", stored_at as "storedAt", confirmed_at as "confirmedAt", moved_at as "movedAt"
    from recording_packs p where stored_at is not null and confirmed_at is null
      and not exists (select from recording_deletions d where d.session_id = p.session_id and d.state in ('deleting', 'deleted'))
    order by stored_at, session_id, number limit ${limit}`;
}

/** SHA-256 in hex of each range of output that a pack should hold, by number. */
export async function hashRanges(
  tx: Tx,
  { sessionId, firstRangeId, lastRangeId }: Pick<PackRow, "sessionId" | "firstRangeId" | "lastRangeId">,
): Promise<Map<string, string>> {
  const rows = await handleOf(tx).$queryRaw<{ id: string; sha256: string }[]>`
    select id::text, encode(coalesce(sha256(bytes), moved_sha256), 'hex') as sha256 from recording_ranges
    where session_id = ${sessionId} and kind = 'o' and id between ${firstRangeId} and ${lastRangeId}`;
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
}

/** That a pack was read in the bucket, if what is said of its object is still what was read. */
export async function markConfirmed(
  tx: Tx,
  { sessionId, number, objectKey, objectSha256, objectBytes }: PackRow,
): Promise<void> {
  await handleOf(tx).$executeRaw`
    update recording_packs set confirmed_at = clock_timestamp()
    where session_id = ${sessionId} and number = ${number} and object_key = ${objectKey}
      and object_sha256 = ${objectSha256} and object_bytes = ${objectBytes} and stored_at is not null
      and confirmed_at is null`;
}

/** Lets go of a confirmed pack's bytes, by the database's own function. @returns whether this did it */
export async function movePack(
  tx: Tx,
  { sessionId, number }: { sessionId: string; number: number },
): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ moved: boolean }[]>`
    select halligan_move_pack(${sessionId}, ${number}::int) as moved`;
  return rows[0]?.moved === true;
}

/** That the last output of a recording is in the bucket, unless there is more. */
export async function markPacked(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    update replay_progress set packed_at = clock_timestamp() where session_id = ${sessionId}
      and not exists (select from recording_ranges where session_id = ${sessionId} and kind = 'o' and bytes is not null)`;
}

/** Whether a pack of a recording may be on its way to the bucket at this moment. */
export async function findTravelling(
  tx: Tx,
  sessionId: string,
  withinSeconds: number,
): Promise<{ packs: number; travelling: number }> {
  const rows = await handleOf(tx).$queryRaw<{ packs: number; travelling: number }[]>`
    select count(*)::int as packs, count(*) filter (where stored_at is null
      and tried_at > clock_timestamp() - make_interval(secs => ${withinSeconds}))::int as travelling
    from recording_packs where session_id = ${sessionId}`;
  return rows[0] ?? { packs: 0, travelling: 0 };
}

export async function deletePacks(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`delete from recording_packs where session_id = ${sessionId}`;
}

/** Whether the database has let go of output of a recording. */
export async function hasMovedOutput(tx: Tx, sessionId: string): Promise<boolean> {
  const pack = { sessionId, movedAt: { not: null } };
  return (await handleOf(tx).recordingPack.findFirst({ where: pack, select: { number: true } })) !== null;
}

/** Whether output of any recording is in a bucket, or on its way there. */
export async function hasPacks(tx: Tx): Promise<boolean> {
  return (await handleOf(tx).recordingPack.findFirst({ select: { number: true } })) !== null;
}

/** Whether output has been on its way into the bucket for so long, of a recording that is not being deleted. */
export async function hasLatePacks(tx: Tx, seconds: number): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (select from recording_packs p where moved_at is null
      and begun_at < clock_timestamp() - make_interval(secs => ${seconds})
      and not exists (select from recording_deletions d where d.session_id = p.session_id
        and d.state in ('deleting', 'deleted'))) as found`;
  return rows[0]?.found === true;
}
