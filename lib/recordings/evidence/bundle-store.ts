import { CONTENTS } from "@/lib/audit/row-content";
import type { EventRecord } from "@/lib/audit/sealing/batch-hash";
import { EVENT_COLUMNS } from "@/lib/audit/sealing/chain-store";
import { RANGE_AT, type SealedRange } from "@/lib/audit/sealing/range-leaf";
import { handleOf, type Tx } from "@/lib/db/client";

/**
 * Events of a session: its own, those of its request, grant and reviews that are of no other session, and those of the
 * rule of retention that deleted its recording.
 */
const OWN_EVENTS = `(e.session_id = $1 or e.session_id is null and (
    e.grant_id = (select grant_id from sessions where id = $1)
    or e.request_id = (select g.request_id from sessions s join grants g on g.id = s.grant_id where s.id = $1)
    or e.review_id in (select id from reviews where session_id = $1)
    or e.id = any (array(select r.id from audit_events r
      where r.code in ('retention.proposed', 'retention.confirmed') and r.outcome = 'done' and r.data ->> 'ruleId' = (
        select rule_id from recording_deletions where session_id = $1 and state in ('deleting', 'deleted'))))))`;

/** What must be true before a session's evidence can be exported. */
export async function findExportable(
  tx: Tx,
  sessionId: string,
): Promise<
  { nodeId: string; isOver: boolean; hasRecording: boolean; unsealed: boolean; before: boolean } | undefined
> {
  const rows = await handleOf(tx).$queryRaw<
    { nodeId: string; isOver: boolean; hasRecording: boolean; unsealed: boolean; before: boolean }[]
  >`
    select s.node_id as "nodeId", s.state in ('ended', 'failed') as "isOver",
      s.kind = 'brokered' and (exists (select from recordings r where r.session_id = s.id)
        or exists (select from audit_range_seals l where l.session_id = s.id)) as "hasRecording",
      exists (select from recording_ranges g where g.session_id = s.id and g.id >
        (select coalesce(max(ranges_through), 0) from audit_batches)) or exists (
        select from audit_events e join audit_pending p on p.event_id = e.id where e.session_id = s.id)
        or exists (select from recording_deletions d where d.session_id = s.id and d.state = 'deleting') as unsealed,
      exists (select from recording_ranges g where g.session_id = s.id and g.id <=
        (select coalesce(min(ranges_after), 0) from audit_batches where format = 2)) as before
    from sessions s where s.id = ${sessionId}`;
  return rows[0];
}

/** The last batch there is; 0: none. */
export async function findLastBatch(tx: Tx): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ number: number }[]>`
    select coalesce(max(number), 0) as number from audit_batches`;
  return rows[0]?.number ?? 0;
}

/** Hashes of the session's events that are sealed up to a batch, in the order of the log, a page at a time. */
export async function findEventHashes(
  tx: Tx,
  sessionId: string,
  page: { after: { batch: number; position: number }; through: number; limit: number },
): Promise<{ batchNumber: number; position: number; eventHash: string }[]> {
  const { after, through, limit } = page;
  return handleOf(tx).$queryRawUnsafe(
    `select l.batch_number as "batchNumber", l.position, l.event_hash as "eventHash"
     from audit_events e join audit_links l on l.event_id = e.id
     where ${OWN_EVENTS} and l.batch_number <= $2 and (l.batch_number, l.position) > ($3, $4)
     order by 1, 2 limit $5`,
    ...[sessionId, through, after.batch, after.position, limit],
  );
}

/** The session's sealed leaves up to a batch: how many, and the SHA-256 over all of them in the order of their numbers. */
export async function sumRanges(
  tx: Tx,
  sessionId: string,
  through: number,
): Promise<{ count: number; sha256: string }> {
  const rows = await handleOf(tx).$queryRaw<{ count: number; sha256: string }[]>`
    select coalesce(sum(cardinality(range_ids)), 0)::int as count,
      encode(sha256(coalesce(string_agg(leaf_hashes, '' order by batch_number), '')), 'hex') as sha256
    from audit_range_seals where session_id = ${sessionId} and batch_number <= ${through}`;
  return rows[0] ?? { count: 0, sha256: "" };
}

/** Batches above `after` and up to `through` that hold something of the session. */
export async function findBatches(
  tx: Tx,
  sessionId: string,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<number[]> {
  const rows = await handleOf(tx).$queryRawUnsafe<{ number: number }[]>(
    `select batch_number as number from audit_range_seals where session_id = $1 and batch_number > $2 and batch_number <= $3
     union select l.batch_number from audit_events e join audit_links l on l.event_id = e.id
       where ${OWN_EVENTS} and l.batch_number > $2 and l.batch_number <= $3
     order by 1 limit $4`,
    ...[sessionId, after, through, limit],
  );
  return rows.map(({ number }) => number);
}

/** The batch of an event; undefined: it is not sealed yet. */
export async function findBatchOf(tx: Tx, eventId: string): Promise<number | undefined> {
  const rows = await handleOf(tx).$queryRaw<{ number: number }[]>`
    select batch_number as number from audit_links where event_id = ${eventId}`;
  return rows[0]?.number;
}

/** Whether an event that is sealed up to a batch says what the closed recording held. */
export async function isClosingSealed(tx: Tx, sessionId: string, through: number): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ is: boolean }[]>`
    select exists (select from audit_events e join audit_links l on l.event_id = e.id where e.session_id = ${sessionId}
      and e.code = 'recording.closed' and e.outcome = 'done' and l.batch_number <= ${through}) as is`;
  return rows[0]?.is === true;
}

export interface StoredBatch {
  number: number;
  sealedAt: string;
  previousHash: string;
  events: number;
  ranges: number;
  rangesAfter: string | null;
  rangesThrough: string | null;
  root: string | null;
}

export async function findBatch(tx: Tx, number: number): Promise<StoredBatch | undefined> {
  const rows = await handleOf(tx).$queryRaw<StoredBatch[]>`
    select number, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt",
      previous_hash as "previousHash", count as events, ranges, ranges_after::text as "rangesAfter",
      ranges_through::text as "rangesThrough", root from audit_batches where number = ${number}`;
  return rows[0];
}

/** All that a batch sealed: hashes of events, and leaves of ranges session by session, in order. */
export async function findLeaves(
  tx: Tx,
  number: number,
): Promise<{
  eventHashes: string[];
  seals: { sessionId: string; rangeIds: string[]; leafHashes: Uint8Array }[];
}> {
  const links = await handleOf(tx).$queryRaw<{ hash: string }[]>`
    select event_hash as hash from audit_links where batch_number = ${number} order by position`;
  const seals = await handleOf(tx).$queryRaw<
    { sessionId: string; rangeIds: string[]; leafHashes: Uint8Array }[]
  >`
    select session_id as "sessionId", range_ids::text[] as "rangeIds", leaf_hashes as "leafHashes"
    from audit_range_seals where batch_number = ${number} order by position`;
  return { eventHashes: links.map(({ hash }) => hash), seals };
}

/** The session's events of a batch with their places in it. */
export async function findEvents(
  tx: Tx,
  sessionId: string,
  number: number,
): Promise<(EventRecord & { position: number })[]> {
  return handleOf(tx).$queryRawUnsafe(
    `select l.position, ${EVENT_COLUMNS} from audit_links l join audit_events e on e.id = l.event_id
     where l.batch_number = $2 and ${OWN_EVENTS} order by l.position`,
    ...[sessionId, number],
  );
}

export interface SealedRow extends Omit<SealedRange, "sessionId" | "bytesSha256"> {
  bytes: Uint8Array | null;
  /** Its bytes are in the bucket. */
  isMoved: boolean;
}

/** Ranges by their numbers; one that is gone is left out. */
export async function findSealedRows(tx: Tx, ids: readonly string[]): Promise<SealedRow[]> {
  return handleOf(tx).$queryRawUnsafe(
    `select g.id::text, g.epoch, g.kind, g.first_sequence::text as "firstSequence",
       g.last_sequence::text as "lastSequence", g.byte_count as "byteCount", ${RANGE_AT} as at, g.bytes,
       g.bytes is null and g.moved_sha256 is not null as "isMoved"
     from recording_ranges g where g.id = any($1::bigint[]) order by g.id`,
    ids,
  );
}

/** A signed head, and the last one there is. */
export interface HeadPair {
  size: number;
  note: string;
  lastSize: number;
  lastNote: string;
}

/** The first signed head that covers a batch, and the last one there is. */
export async function findHeads(tx: Tx, batch: number): Promise<HeadPair | undefined> {
  const rows = await handleOf(tx).$queryRaw<HeadPair[]>`
    select h.size, h.note, l.size as "lastSize", l.note as "lastNote"
    from (select size, note from audit_heads where size >= ${batch} order by number limit 1) h
    cross join (select size, note from audit_heads order by number desc limit 1) l`;
  return rows[0];
}

/** The text of which an event carries the hash; null: there is no such row. */
export async function findContent(
  tx: Tx,
  kind: "session" | "session-end" | "recording",
  sessionId: string,
): Promise<string | null> {
  const rows = await handleOf(tx).$queryRawUnsafe<{ content: string }[]>(
    `select content::text as content from (${CONTENTS[kind].rows}) c where key = $1`,
    sessionId,
  );
  return rows[0]?.content ?? null;
}

/** A person's last export of a session's evidence that is on record since some seconds ago, and of which no file was begun. */
export async function findBegunBundle(
  tx: Tx,
  { sessionId, personId, seconds }: { sessionId: string; personId: string; seconds: number },
): Promise<{ eventId: string; throughBatch: number } | undefined> {
  const rows = await handleOf(tx).$queryRaw<{ eventId: string; throughBatch: number }[]>`
    with own as (
      select id, code, at, data from audit_events
      where session_id = ${sessionId} and actor_kind = 'person' and actor_id = ${personId} and outcome = 'done'
        and at > clock_timestamp() - make_interval(secs => ${seconds})
        and (code = 'evidence.exported' or code = 'recording.export-begun' and data ->> 'format' = 'evidence'))
    select b.id as "eventId", (b.data ->> 'throughBatch')::int as "throughBatch" from own b
    where b.code = 'evidence.exported'
      and not exists (select from own t where t.code = 'recording.export-begun' and t.at >= b.at)
    order by b.at desc limit 1`;
  return rows[0];
}
