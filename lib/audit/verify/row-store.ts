import type { RangeContent, RangeKind } from "@/lib/recorded-ranges/range";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../row-content";
import { type Query, streamRows } from "./store";
import { isDeletedSql, isHalfDeletedSql } from "./tombstones/tombstones";
import type { RowPair } from "./verify-rows";

const AT = `to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Every row that an event should speak of and every event that speaks of one, kind by kind, by cursor. */
export async function* readPairs(query: Query): AsyncGenerator<RowPair> {
  for (const kind of Object.keys(CONTENTS) as ContentKind[]) {
    const { rows, eventKey, eventWhere, isRepeated } = CONTENTS[kind];
    yield* pairsOf(query, kind, isRepeated, {
      rows: `select key, ${CONTENT_SHA256} as said from (${rows}) c`,
      events: `select distinct on (key) * from (
          select ${eventKey} as key, e.id, ${AT} as at, e.data ->> 'contentSha256' as said,
            count(*) over (partition by ${eventKey}) as count
          from audit_events e where ${eventWhere}
        ) e order by key, at desc, id desc`,
    });
  }
  // Earlier versions wrote the event behind the gap, or never, and left the cause out of it.
  yield* pairsOf(query, "gap", true, {
    rows: `select session_id || ' ' || first_sequence || '-' || last_sequence as key,
        string_agg(distinct encode(bytes, 'escape'), ', ') as said, not exists (select from audit_events e
          where e.outcome = 'done' and e.code = 'recording.gap-found' and e.data ? 'cause' and e.at <= min(g.at)
        ) as "isBefore"
      from recording_ranges g where kind = 'g' group by session_id, first_sequence, last_sequence`,
    isBefore: 'coalesce(r."isBefore", false)',
    events: `select e.session_id || ' ' || (e.data ->> 'from') || '-' || (e.data ->> 'to') as key, min(e.id) as id,
        min(${AT}) as at, string_agg(distinct e.data ->> 'cause', ', ') as said, 1 as count
      from audit_events e where e.outcome = 'done' and e.code = 'recording.gap-found' group by 1`,
  });
  yield* pairsOf(query, "request-state", true, {
    rows: "select id as key, state as said from requests",
    events: `select distinct on (key) * from (
        select e.request_id as key, e.id, ${AT} as at, 1 as count, case e.code when 'request.created' then 'waiting'
          when 'grant.issued' then 'approved' else split_part(e.code, '.', 2) end as said
        from audit_events e where e.outcome = 'done' and e.code in ('request.created', 'grant.issued', 'request.denied',
          'request.withdrawn', 'request.lapsed')
      ) e order by key, at desc, id desc`,
  });
}

async function* pairsOf(
  query: Query,
  kind: RowPair["kind"],
  isRepeated: boolean,
  sides: { rows: string; events: string; isBefore?: string },
): AsyncGenerator<RowPair> {
  const session = "split_part(e.key, ' ', 1)";
  const isDeletable = ["recording", "gap", "pack", "fetched", "log-object"].includes(kind);
  const rows = streamRows<Omit<RowPair, "kind" | "isRepeated">>(
    query,
    `select coalesce(r.key, e.key, '(none)') as item, r.said as row, e.id as "eventId", e.at as "eventAt", e.said,
       coalesce(e.count, 0)::int as events, ${sides.isBefore ?? "false"} as "isBefore",
       ${isDeletable ? `case when r.key is null then ${isDeletedSql(session)} else ${isHalfDeletedSql(session)} end` : "false"} as "isDeleted"
     from (${sides.rows}) r full join (${sides.events}) e on e.key = r.key`,
  );
  for await (const row of rows) yield { kind, isRepeated, ...row };
}

/** Every recorded range whose bytes mean something: sizes, marks, gaps. Output and input may be any bytes. */
export async function* readRangeContents(query: Query): AsyncGenerator<RangeContent & { sessionId: string }> {
  const rows = streamRows<{
    sessionId: string;
    kind: RangeKind;
    first: string;
    last: string;
    bytes: Uint8Array | null;
  }>(
    query,
    `select session_id as "sessionId", kind, first_sequence::text as first, last_sequence::text as last, bytes
     from recording_ranges where kind in ('r', 'm', 'g') order by id`,
  );
  for await (const { sessionId, kind, first, last, bytes } of rows)
    yield { sessionId, kind, firstSequence: Number(first), lastSequence: Number(last), bytes };
}

/** Recordings of sessions that are over and that nobody closed. */
export async function countUnclosed(query: Query): Promise<number> {
  const rows = await query<{ count: number }>(
    `select count(*)::int as count from recordings c join sessions s on s.id = c.session_id
     where c.closed_at is null and s.state in ('ended', 'failed')`,
  );
  return rows[0]?.count ?? 0;
}
