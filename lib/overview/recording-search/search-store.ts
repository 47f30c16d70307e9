import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { findPageIds } from "@/lib/db/lists/find-page-ids";
import type { Condition, ListQuery } from "@/lib/db/lists/list-query";
import type { SearchScope } from "@/lib/recordings/text-index/searching/scope";
import type { Run } from "@/lib/recordings/text-index/searching/search-store";
import { sessionsListed } from "@/lib/sessions/lists/list-store";
import { MOST_COUNTED, type NotCovered, type SearchFilters } from "./views";

type Sql = Prisma.Sql;
const { sql, join, empty } = Prisma;

/** Sessions that are told apart one by one; of more than these, each run of text is looked at. */
const MOST_IDS = 5_000;
/** Runs of text whose sessions are looked at at once. */
const WINDOW = 20_000;

/** The sessions that a search is about, newest first. @param ownerId only this person's; null: everybody's */
export function sessionsSearched(filters: SearchFilters, ownerId: string | null): ListQuery {
  const { requestId, verdict, ...listed } = filters;
  const query = sessionsListed(listed, ownerId);
  const more: Condition[] = [];
  if (requestId !== undefined)
    more.push({
      perRow: sql`s.grant_id in (select g.id from grants g where g.request_id = ${requestId})`,
      ids: sql`select s.id from grants g join sessions s on s.grant_id = g.id where g.request_id = ${requestId}`,
    });
  if (verdict !== undefined)
    more.push({
      perRow: sql`exists (select from reviews v where v.session_id = s.id and v.verdict = ${verdict})`,
      ids: sql`select v.session_id as id from reviews v where v.verdict = ${verdict}`,
    });
  return { ...query, others: [...query.others, ...more] };
}

/** Whether a query leaves out nothing. */
export function isEverySession({ ordered, others }: ListQuery): boolean {
  return ordered.length + others.length === 0;
}

/** The newest of these sessions. @returns whether there are more of them than the ids */
export async function findSearchedIds(tx: Tx, query: ListQuery): Promise<{ ids: string[]; isMore: boolean }> {
  const ids = await findPageIds(tx, query, { after: null, direction: "on", limit: MOST_IDS });
  return { ids: ids.slice(0, MOST_IDS), isMore: ids.length > MOST_IDS };
}

/** So many sessions that each run of text is asked for its own. */
export function scopeOfMany(tx: Tx, { ordered, others }: ListQuery): SearchScope {
  const condition = join([...ordered, ...others.map(({ perRow }) => perRow)], " and ");
  return {
    runsBefore: async (kind, before) => {
      const window = sql`select first_block, blocks, session_id from text_runs
        where kind = ${kind} and first_block < ${before} order by first_block desc limit ${WINDOW}`;
      const rows = await handleOf(tx).$queryRaw<
        { first: bigint; blocks: number; session: string; lowest: bigint; isMine: boolean }[]
      >`
        with w as materialized (${window}), ends as (select min(first_block) as lowest, count(*) as runs from w)
        select w.first_block as first, w.blocks, w.session_id as session, ends.lowest, true as "isMine"
        from w cross join ends where exists (select from sessions s where s.id = w.session_id and (${condition}) offset 0)
        union all
        select lowest, 0, '', case when runs < ${WINDOW} then 0 else lowest end, false from ends where lowest is not null
        order by 1 desc`;
      const runs: Run[] = rows
        .filter(({ isMine }) => isMine)
        .map(({ first, blocks, session }) => ({ firstBlock: Number(first), blocks, sessionId: session }));
      return { runs, reached: Number(rows.find(({ isMine }) => !isMine)?.lowest ?? 0) };
    },
  };
}

/** When recordings began, by session. */
export async function findBeginnings(tx: Tx, sessionIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await handleOf(tx).recording.findMany({
    where: { sessionId: { in: [...sessionIds] } },
    select: { sessionId: true, startedAt: true },
  });
  return new Map(rows.map(({ sessionId, startedAt }) => [sessionId, startedAt]));
}

/** What can't be found yet, or ever. @param ids of the sessions searched; null: every session */
export async function countNotCovered(tx: Tx, ids: readonly string[] | null): Promise<NotCovered> {
  const most = MOST_COUNTED + 1;
  const ofThese = ids === null ? empty : sql`and p.session_id = any(${[...ids]})`;
  const facts = sql`p.session_id, (p.failures > 0 or p.index_failures > 0) as failed`;
  const newest: Sql =
    ids === null
      ? sql`select id, state, opened_at from sessions order by created_at desc, id desc limit ${MOST_IDS}`
      : sql`select id, state, opened_at from sessions where id = any(${[...ids]})`;
  // Each of the first two has an index of its own.
  const rows = await handleOf(tx).$queryRaw<
    { pending: number; failed: number; bare: number; deleted: number }[]
  >`
    with p as (
      (select ${facts} from replay_progress p where p.finished_at is null ${ofThese} limit ${most}) union
      (select ${facts} from replay_progress p
        where (p.indexed_segments < p.segments or p.indexed_commands < p.commands) ${ofThese} limit ${most})
    ), n as materialized (${newest}), deleting as (
      select p.session_id from recording_deletions p where p.state in ('deleting', 'deleted') ${ofThese}
    )
    select least((select count(*) from p where not failed), ${most})::int as pending,
      least((select count(*) from p where failed), ${most})::int as failed,
      (select count(*) from (
        select from n where n.state <> 'failed' and (n.opened_at is not null or n.state = 'ended')
          and not exists (select from recordings r where r.session_id = n.id)
          and not exists (select from deleting d where d.session_id = n.id) limit ${most}
      ) b)::int as bare,
      (select count(*) from (select from deleting limit ${most}) x)::int as deleted`;
  const [row] = rows;
  return {
    ...{ pending: row?.pending ?? 0, failed: row?.failed ?? 0 },
    ...{ withoutRecording: row?.bare ?? 0, deleted: row?.deleted ?? 0 },
  };
}

/** Whether an event of the last hour says that this person searched for the same. */
export async function wasSearchedLately(
  tx: Tx,
  personId: string,
  { text, search }: { text: string; search: object },
): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (
      select from audit_events where actor_id = ${personId} and at > clock_timestamp() - interval '1 hour'
        and code = 'recording.searched' and outcome = 'done' and actor_kind = 'person'
        and data->>'text' = ${text} and data->'search' = ${JSON.stringify(search)}::jsonb
    ) as found`;
  return rows[0]?.found === true;
}
