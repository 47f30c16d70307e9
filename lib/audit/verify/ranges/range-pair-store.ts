import { RANGE_LEAF } from "../../sealing/range-leaf";
import { type Query, streamRows } from "../store";
import { isDeletedSql } from "../tombstones/tombstones";
import type { RangePair } from "./verify-sealed-ranges";

/** Every recorded range beside its seal, by number, by cursor; bytes are hashed where they lie. */
export async function* readRangePairs(query: Query): AsyncGenerator<RangePair> {
  yield* streamRows<RangePair>(
    query,
    `with sealed as (
       select s.session_id, u.id, substring(s.leaf_hashes from (u.place::int - 1) * 32 + 1 for 32) as leaf
       from audit_range_seals s cross join lateral unnest(s.range_ids) with ordinality as u(id, place)
     ), found as (
       select g.id, g.session_id, g.at, ${RANGE_LEAF} as leaf from recording_ranges g
     )
     select coalesce(f.id, s.id)::text as id, coalesce(f.session_id, s.session_id) as "sessionId",
       encode(s.leaf, 'hex') as sealed, encode(f.leaf, 'hex') as found,
       coalesce(extract(epoch from clock_timestamp() - f.at), 0)::float8 as "ageSeconds",
       f.id is null and ${isDeletedSql("s.session_id")} as "isDeleted"
     from sealed s full join found f on f.id = s.id order by coalesce(f.id, s.id)`,
  );
}

/** Whether there are batches of releases that sealed no ranges. */
export async function hasOlderBatches(query: Query): Promise<boolean> {
  const rows = await query<{ found: boolean }>(
    "select exists (select from audit_batches where format = 1) as found",
  );
  return rows[0]?.found === true;
}
