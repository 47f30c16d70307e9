import { handleOf, type Tx } from "@/lib/db/client";
import type { BatchHeader, EventRecord } from "./batch-hash";

/** Any one number: who holds its lock seals. */
const SEALER_LOCK = 4_826_311;

/** Whether this transaction may seal; another process that seals right now keeps it from it. */
export async function takeSealerLock(tx: Tx): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(${SEALER_LOCK}::bigint) as taken`;
  return rows[0]?.taken === true;
}

/** Columns of an event as they are hashed; `e` is the event's table. Also used by the verifier. */
export const EVENT_COLUMNS = `
  e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.code, e.outcome,
  e.actor_kind as "actorKind", e.actor_id as "actorId", e.request_id as "requestId", e.grant_id as "grantId",
  e.session_id as "sessionId", e.node_id as "nodeId", e.person_id as "personId", e.review_id as "reviewId",
  e.data::text as data, e.origin`;

/** The oldest unsealed events, in the order in which they are sealed. */
export async function readPending(tx: Tx, most: number): Promise<EventRecord[]> {
  return handleOf(tx).$queryRawUnsafe<EventRecord[]>(
    `select ${EVENT_COLUMNS} from audit_pending p join audit_events e on e.id = p.event_id
     order by e.at, e.id limit $1`,
    most,
  );
}

/** The last batch and the time at which the next one is sealed, as text with microseconds. */
export async function readHead(tx: Tx): Promise<{ now: string; number: number | null; hash: string | null }> {
  const rows = await handleOf(tx).$queryRaw<{ now: string; number: number | null; hash: string | null }[]>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now, b.number, b.hash
    from (select 1) one left join (select number, hash from audit_batches order by number desc limit 1) b on true`;
  const head = rows[0];
  if (!head) throw new TypeError("the database gave no time");
  return head;
}

/** Whether there are batches of releases that sealed no ranges. */
export async function hasEventBatches(tx: Tx): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (select from audit_batches where format = 1) as found`;
  return rows[0]?.found === true;
}

/** Writes a batch with its links to events; the seals of its ranges are there already. */
export async function insertBatch(
  tx: Tx,
  batch: BatchHeader & { hash: string },
  links: readonly { eventId: string; eventHash: string }[],
): Promise<void> {
  const handle = handleOf(tx);
  const { number, sealedAt, previousHash, hash, events, ranges, rangesAfter, rangesThrough, root } = batch;
  await handle.$executeRaw`
    insert into audit_batches
      (number, sealed_at, count, previous_hash, hash, format, ranges, ranges_after, ranges_through, root)
    values (${number}, ${sealedAt}::timestamptz, ${events}, ${previousHash}, ${hash}, 2, ${ranges},
      ${rangesAfter}::bigint, ${rangesThrough}::bigint, ${root})`;
  const ids = links.map(({ eventId }) => eventId);
  const hashes = links.map(({ eventHash }) => eventHash);
  await handle.$executeRaw`
    insert into audit_links (event_id, batch_number, position, event_hash)
    select l.id, ${number}, (l.ordinal - 1)::int, l.hash
    from unnest(${ids}::text[], ${hashes}::text[]) with ordinality as l(id, hash, ordinal)`;
  await handle.$executeRaw`delete from audit_pending where event_id = any(${ids}::text[])`;
}
