import { handleOf, type Tx } from "@/lib/db/client";
import type { WaitingForSecond } from "./views";

/**
 * What others asked for and nobody confirmed, in time still, what expires first on top. Whose own session it was is left
 * out; who typed in it besides, the caller leaves out.
 * @param may which kinds this person may confirm
 * @param at the database's now
 */
export async function findWaitingForSecond(
  tx: Tx,
  personId: string,
  {
    may,
    at,
    limit,
  }: { may: { deletions: boolean; holds: boolean; openings: boolean }; at: Date; limit: number },
): Promise<WaitingForSecond[]> {
  return handleOf(tx).$queryRaw`
    select w.id, w.kind, w.session_id as "sessionId", nodes.name as "nodeName", owners.name as "ownerName",
      w.protection, w.days, askers.name as "askedByName", w.reason, w.asked_at as "askedAt", w.expires_at as "expiresAt"
    from (
      select id, 'deletion' as kind, session_id, null as protection, null::int as days, asked_by_id, reason, asked_at, expires_at
      from recording_deletions where state = 'asked' and ${may.deletions}
      union all
      select l.id, 'lifting', h.session_id, null, null, l.asked_by_id, l.reason, l.asked_at, l.expires_at
      from hold_liftings l join recording_holds h on h.id = l.hold_id where l.state = 'asked' and ${may.holds}
      union all
      select id, 'opening', session_id, null, null, asked_by_id, reason, asked_at, expires_at
      from input_openings o where state = 'asked' and ${may.openings} and not exists (select from recording_deletions d
        where d.session_id = o.session_id and d.state in ('deleting', 'deleted'))
      union all
      select id, 'rule', null, protection, days, asked_by_id, reason, asked_at, expires_at
      from retention_rules where state = 'proposed' and ${may.deletions}
    ) w
      join people askers on askers.id = w.asked_by_id
      left join sessions on sessions.id = w.session_id
      left join nodes on nodes.id = sessions.node_id
      left join people owners on owners.id = sessions.person_id
    where w.asked_by_id <> ${personId} and w.expires_at > ${at}::timestamptz
      and sessions.person_id is distinct from ${personId}
    order by w.expires_at, w.id limit ${limit}`;
}
