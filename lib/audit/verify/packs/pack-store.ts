import { RANGE_AT } from "../../sealing/range-leaf";
import { type Query, streamRows } from "../store";
import { isDeletedSql } from "../tombstones/tombstones";

/** Output that lies in a bucket or is on its way there, as the database has it. */
export interface MovedPack {
  sessionId: string;
  number: number;
  firstRangeId: string;
  lastRangeId: string;
  ranges: number;
  bytes: number;
  objectKey: string;
  objectSha256: string;
  objectBytes: number;
  /** Null: it is gone. */
  key: Uint8Array | null;
  /** The database has let go of its bytes. */
  isMoved: boolean;
  /** Its recording is being deleted on purpose, and its key may be gone. */
  isDeleted: boolean;
}

/** A range whose bytes lie in a bucket. */
export interface MovedRange {
  id: string;
  /** What stands before the bytes where the end of its recording is hashed. */
  head: string;
  /** SHA-256 in hex. */
  movedSha256: string;
  movedRowSha256: string;
}

/** Every pack, by cursor. */
export async function* readPacks(query: Query): AsyncGenerator<MovedPack> {
  yield* streamRows<MovedPack>(
    query,
    `select p.session_id as "sessionId", p.number, p.first_range_id::text as "firstRangeId",
       p.last_range_id::text as "lastRangeId", p.ranges, p.bytes::float8 as bytes, p.object_key as "objectKey",
       p.object_sha256 as "objectSha256", p.object_bytes as "objectBytes", k.key,
       p.moved_at is not null as "isMoved", ${isDeletedSql("p.session_id")} as "isDeleted"
     from recording_packs p left join recording_keys k on k.session_id = p.session_id
     order by p.session_id, p.number`,
    100,
  );
}

/** The ranges of output that a pack should hold. */
export function readMovedRanges(
  query: Query,
  { sessionId, firstRangeId, lastRangeId }: MovedPack,
): Promise<MovedRange[]> {
  return query<MovedRange>(
    `select g.id::text, concat_ws(' ', g.id, g.epoch, g.kind, g.first_sequence, g.last_sequence, g.byte_count,
       ${RANGE_AT}) || e'\\n' as head, encode(g.moved_sha256, 'hex') as "movedSha256",
       encode(g.moved_row_sha256, 'hex') as "movedRowSha256"
     from recording_ranges g where g.session_id = $1 and g.kind = 'o' and g.id between $2::bigint and $3::bigint`,
    [sessionId, firstRangeId, lastRangeId],
  );
}

/** Output whose bytes are neither in the database nor in a pack. */
export async function* readUnpacked(query: Query): AsyncGenerator<{ id: string; sessionId: string }> {
  yield* streamRows(
    query,
    `select g.id::text, g.session_id as "sessionId" from recording_ranges g
     where g.kind = 'o' and g.bytes is null and not exists (select from recording_packs p
       where p.session_id = g.session_id and p.moved_at is not null and g.id between p.first_range_id and p.last_range_id)
     order by g.id`,
  );
}
