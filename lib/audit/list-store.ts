import { handleOf, type Tx } from "@/lib/db/client";
import type { Cursor } from "@/lib/db/paging";

export interface EventFilter {
  code?: string | undefined;
  outcome?: string | undefined;
  actorId?: string | undefined;
  subjectId?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
  after: Cursor | null;
  most: number;
}

export interface EventRow {
  id: string;
  at: Date;
  /** `at` with its microseconds, for the cursor. */
  cursorAt: string;
  code: string;
  outcome: string;
  actorKind: string;
  actorId: string | null;
  /** A person's name, or the process's. */
  actorName: string | null;
  requestId: string | null;
  grantId: string | null;
  sessionId: string | null;
  reviewId: string | null;
  nodeId: string | null;
  /** Of the event's node or, when it names none, of its session's or request's first. */
  nodeName: string | null;
  personId: string | null;
  personName: string | null;
  data: Readonly<Record<string, unknown>>;
  origin: string | null;
  /** The batch that sealed it; null for its first seconds. */
  batchNumber: number | null;
}

/** Youngest first. Names are read where the people and nodes stand now; ids are what was recorded. */
export async function selectEvents(tx: Tx, filter: EventFilter): Promise<EventRow[]> {
  const { code = null, outcome = null, actorId = null, subjectId = null, from = null, until = null } = filter;
  const [afterAt, afterId] = filter.after ?? [null, null];
  return handleOf(tx).$queryRaw<EventRow[]>`
    with chosen as (
      select * from audit_events e
      where (${code}::text is null or e.code = ${code})
        and (${outcome}::text is null or e.outcome = ${outcome})
        and (${actorId}::text is null or e.actor_id = ${actorId})
        and (${subjectId}::text is null
          or ${subjectId} in (e.request_id, e.grant_id, e.session_id, e.node_id, e.person_id, e.review_id))
        and (${from}::timestamptz is null or e.at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or e.at < ${until}::timestamptz)
        and (${afterAt}::text is null or (e.at, e.id) < (${afterAt}::text::timestamptz, ${afterId}::text))
      order by e.at desc, e.id desc limit ${filter.most}
    )
    select e.id, e.at::timestamptz(3) as at, e.code, e.outcome, e.actor_kind as "actorKind", e.actor_id as "actorId",
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt",
      case when e.actor_kind = 'person' then who.name else e.actor_id end as "actorName",
      e.request_id as "requestId", e.grant_id as "grantId", e.session_id as "sessionId", e.review_id as "reviewId",
      coalesce(e.node_id, s.node_id, r.node_id) as "nodeId", n.name as "nodeName",
      e.person_id as "personId", about.name as "personName", e.data, e.origin, l.batch_number as "batchNumber"
    from chosen e
    left join people who on who.id = e.actor_id
    left join people about on about.id = e.person_id
    left join sessions s on s.id = e.session_id
    left join lateral (
      select min(rn.node_id) as node_id from request_nodes rn where rn.request_id = e.request_id
    ) r on true
    left join nodes n on n.id = coalesce(e.node_id, s.node_id, r.node_id)
    left join audit_links l on l.event_id = e.id
    order by e.at desc, e.id desc`;
}
