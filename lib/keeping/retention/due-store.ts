import { handleOf, type Tx } from "@/lib/db/client";
import type { Protection } from "@/lib/nodes/views";
import { DAY_MS } from "./rules";

/** Where in the order of what is kept: by when it began. */
export interface KeptPlace {
  startedAt: Date;
  sessionId: string;
}

/**
 * Recordings of a class that began before an instant, oldest first, a page at a time: what was deleted has no row here, so
 * this is by index and does not grow with all that ever was. Which of them a rule deletes the database says itself.
 */
export async function findKeptBefore(
  tx: Tx,
  { protection, before, after, limit }: KeptPage,
): Promise<(KeptPlace & { isDue: boolean })[]> {
  const from = after?.startedAt ?? new Date(0);
  return handleOf(tx).$queryRaw`
    select c.started_at as "startedAt", c.session_id as "sessionId",
      coalesce(s.ended_at <= ${before}::timestamptz and s.state in ('ended', 'failed') and v.state = 'closed'
        and not exists (select from recording_deletions d where d.session_id = c.session_id
          and d.state in ('asked', 'confirmed', 'deleting', 'deleted')), false) as "isDue"
    from recordings c join sessions s on s.id = c.session_id left join reviews v on v.session_id = c.session_id
    where c.protection = ${protection} and c.started_at < ${before}::timestamptz
      and (c.started_at, c.session_id) > (${from}::timestamptz, ${after?.sessionId ?? ""})
    order by c.started_at, c.session_id limit ${limit}`;
}

interface KeptPage {
  protection: Protection;
  before: Date;
  after: KeptPlace | undefined;
  limit: number;
}

/**
 * Makes the deletion of a recording by the rule in force, by the database's own function, which refuses it unless the
 * sealed audit says that two people set that rule and that the session ended long enough ago.
 * @returns its facts; undefined: it may not be deleted, or not yet
 */
export async function makeDeletionByRule(
  tx: Tx,
  { deletionId, sessionId }: { deletionId: string; sessionId: string },
): Promise<{ ruleId: string; protection: string; version: number; days: number } | undefined> {
  const handle = handleOf(tx);
  const made = await handle.$queryRaw<{ made: boolean }[]>`
    select halligan_delete_by_rule(${sessionId}, ${deletionId}) as made`;
  if (made[0]?.made !== true) return undefined;
  return findRuleOf(tx, deletionId);
}

/** The rule that a deletion is by; undefined: two people asked for this one. */
export async function findRuleOf(
  tx: Tx,
  deletionId: string,
): Promise<{ ruleId: string; protection: string; version: number; days: number } | undefined> {
  const rows = await handleOf(tx).$queryRaw<
    { ruleId: string; protection: string; version: number; days: number }[]
  >`
    select r.id as "ruleId", r.protection, r.version, r.days
    from recording_deletions d join retention_rules r on r.id = d.rule_id where d.id = ${deletionId}`;
  return rows[0];
}

/** Counts the bytes of recordings that are over and of which nobody has. @returns how many were counted */
export async function countUncountedBytes(tx: Tx, limit: number): Promise<number> {
  return handleOf(tx).$executeRaw`
    update recordings c set byte_count = (
      select coalesce(sum(g.byte_count), 0) from recording_ranges g where g.session_id = c.session_id)
    where c.session_id in (
      select u.session_id from recordings u join sessions s on s.id = u.session_id
      where u.byte_count is null and s.state in ('ended', 'failed')
      order by u.started_at, u.session_id limit ${limit} for update of u skip locked)`;
}

export interface DryRunRow {
  /** Which of the counts it is in; `seen`: all that were looked at. */
  part: "now" | "soon" | "held" | "unreviewed" | "seen";
  recordings: number;
  bytes: bigint;
  uncounted: number;
}

/**
 * Sorts the recordings of a class that began before an instant into what a rule of so many days would do to them, looking
 * at `limit` of them, oldest first.
 * @param given.days of the rule
 * @param given.soonDays how far the second count looks ahead
 */
export async function countByRule(
  tx: Tx,
  given: { protection: Protection; days: number; soonDays: number; at: Date; limit: number },
): Promise<DryRunRow[]> {
  const { protection, days, soonDays, at, limit } = given;
  const now = new Date(at.getTime() - days * DAY_MS);
  const soon = new Date(now.getTime() + soonDays * DAY_MS);
  return handleOf(tx).$queryRaw`
    with kept as (
      select c.session_id, c.byte_count, s.ended_at, coalesce(v.state = 'closed', false) as is_reviewed,
        exists (select from recording_holds h where h.session_id = c.session_id)
          and halligan_is_held(c.session_id, false) as is_held,
        exists (select from recording_deletions d where d.session_id = c.session_id
          and d.state in ('confirmed', 'deleting')) as is_going
      from (select * from recordings where protection = ${protection} and started_at < ${soon}::timestamptz
        order by started_at, session_id limit ${limit}) c
      join sessions s on s.id = c.session_id left join reviews v on v.session_id = c.session_id
    )
    select case when is_held then 'held' when not is_reviewed then 'unreviewed'
        when ended_at <= ${now}::timestamptz then 'now' else 'soon' end as part,
      count(*)::int as recordings, coalesce(sum(byte_count), 0)::bigint as bytes,
      (count(*) filter (where byte_count is null))::int as uncounted
    from kept
    where not is_going and ended_at <= ${soon}::timestamptz
      and (ended_at <= ${now}::timestamptz or (is_reviewed and not is_held))
    group by 1
    union all select 'seen', count(*)::int, 0, 0 from kept`;
}
