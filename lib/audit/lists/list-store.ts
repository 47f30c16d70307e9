import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { containing, wordsOf } from "@/lib/db/lists/like";
import { type Condition, existsPerRow, type ListQuery } from "@/lib/db/lists/list-query";

type Sql = Prisma.Sql;
const { sql } = Prisma;

export interface EventFilter {
  code?: string | undefined;
  outcome?: string | undefined;
  /** A person's id or a process's name. */
  actorId?: string | undefined;
  /** Part of a person's name. */
  actorName?: string | undefined;
  subjectId?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
  search?: string | undefined;
}

/** Audit events, youngest first. */
export function eventsListed(filter: EventFilter): ListQuery {
  const { code, outcome, actorId, actorName, subjectId, from, until, search } = filter;
  // The narrowest first: an index goes with one of them, the others are looked at row by row.
  const narrow: Sql[] = [];
  if (subjectId) narrow.push(subjectIs(subjectId));
  if (actorId) narrow.push(sql`e.actor_id = ${actorId}`);
  if (code) narrow.push(sql`e.code = ${code}`);
  // Most of what happens is done: no index has it, and any window of events is full of it.
  const isDone = outcome === "done";
  if (outcome && !isDone) narrow.push(sql`e.outcome = ${outcome}`);
  const [first, ...rest] = narrow;
  const ordered = first ? [first] : [];
  if (from) ordered.push(sql`e.at >= ${from}::timestamptz`);
  if (until) ordered.push(sql`e.at < ${until}::timestamptz`);
  const others: Condition[] = rest.map((perRow) => ({ perRow }));
  if (isDone) others.push({ perRow: sql`e.outcome = 'done'` });
  if (actorName) {
    const person = sql`p.name ilike ${containing(actorName)}`;
    others.push({
      perRow: sql`e.actor_id = any(array(select p.id from people p where ${person}))`,
      ids: sql`select e.id from people p join audit_events e on e.actor_id = p.id where ${person}`,
    });
  }
  for (const word of wordsOf(search)) others.push(naming(word));
  return {
    from: sql`audit_events e`,
    alias: sql`e`,
    key: sql`e.at`,
    keyType: sql`timestamptz`,
    startsAt: "largest",
    ordered,
    others,
  };
}

const SUBJECT_COLUMNS: Readonly<Record<string, Sql>> = {
  req: sql`e.request_id`,
  grt: sql`e.grant_id`,
  ses: sql`e.session_id`,
  per: sql`e.person_id`,
  rev: sql`e.review_id`,
  aud: sql`e.id`,
};

/** What kind of thing an id names stands in front of it; whatever has no prefix of ours is a node's. */
function subjectIs(id: string): Sql {
  const column = SUBJECT_COLUMNS[id.slice(0, id.indexOf("_"))] ?? sql`e.node_id`;
  return sql`${column} = ${id}`;
}

/** By whom, about whom, or on which node: as the people and nodes are called now. */
function naming(word: string): Condition {
  const person = sql`(p.name ilike ${containing(word)} or p.id = ${word})`;
  const node = sql`(n.name ilike ${containing(word)} or n.id = ${word})`;
  const people = sql`array(select p.id from people p where ${person})`;
  const nodes = sql`array(select n.id from nodes n where ${node})`;
  return {
    perRow: sql`(e.actor_id = ${word} or e.actor_id = any(${people}) or e.person_id = any(${people})
      or e.node_id = any(${nodes})
      or ${existsPerRow(sql`from sessions s where s.id = e.session_id and s.node_id = any(${nodes})`)})`,
    ids: sql`select e.id from audit_events e where e.actor_id = ${word}
      union select e.id from people p join audit_events e on e.actor_id = p.id where ${person}
      union select e.id from people p join audit_events e on e.person_id = p.id where ${person}
      union select e.id from nodes n join audit_events e on e.node_id = n.id where ${node}
      union select e.id from nodes n join sessions s on s.node_id = n.id
        join audit_events e on e.session_id = s.id where ${node}`,
  };
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
  /** How many more the request named, where the node is the request's first. */
  moreNodes: number;
  personId: string | null;
  personName: string | null;
  /** Whose session or request it is about. */
  ownerName: string | null;
  data: Readonly<Record<string, unknown>>;
  origin: string | null;
  /** The batch that sealed it; null for its first seconds. */
  batchNumber: number | null;
}

/** Events by id, in no order. Names are read where the people and nodes stand now; ids are what was recorded. */
export async function findEvents(tx: Tx, eventIds: readonly string[]): Promise<EventRow[]> {
  return handleOf(tx).$queryRaw<EventRow[]>`
    select e.id, e.at::timestamptz(3) as at, e.code, e.outcome, e.actor_kind as "actorKind", e.actor_id as "actorId",
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt",
      case when e.actor_kind = 'person' then who.name else e.actor_id end as "actorName",
      e.request_id as "requestId", e.grant_id as "grantId", e.session_id as "sessionId", e.review_id as "reviewId",
      coalesce(e.node_id, s.node_id, r.node_id) as "nodeId", n.name as "nodeName",
      case when e.node_id is null and s.node_id is null then greatest(r.named - 1, 0) else 0 end as "moreNodes",
      e.person_id as "personId", about.name as "personName", owner.name as "ownerName", e.data, e.origin, l.batch_number as "batchNumber"
    from audit_events e
    left join people who on who.id = e.actor_id
    left join people about on about.id = e.person_id
    left join sessions s on s.id = e.session_id
    left join requests q on q.id = e.request_id
    left join people owner on owner.id = coalesce(s.person_id, q.requester_id)
    left join lateral (
      select min(rn.node_id) as node_id, count(*)::int as named from request_nodes rn where rn.request_id = e.request_id
    ) r on true
    left join nodes n on n.id = coalesce(e.node_id, s.node_id, r.node_id)
    left join audit_links l on l.event_id = e.id
    where e.id = any(${[...eventIds]}::text[])`;
}

/**
 * The ids of the events of these kinds in these sessions, the youngest first.
 * @param limit how many at most
 */
export async function findOfSessions(
  tx: Tx,
  sessionIds: readonly string[],
  codes: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select e.id from unnest(${[...sessionIds]}::text[]) as wanted(id)
    cross join lateral (
      select id, at from audit_events where session_id = wanted.id and code = any(${[...codes]}::text[])
      order by at desc, id desc limit ${limit}) e
    order by e.at desc, e.id desc limit ${limit}`;
  return rows.map(({ id }) => id);
}
