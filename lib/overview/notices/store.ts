import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { NoticeRow } from "./views";

const { sql, join, empty } = Prisma;

/** About another's session. */
const OF_REVIEWS = sql`notices.kind in ('review-due', 'log-alarm', 'outside-session') or (notices.kind = 'mention' and not exists (
  select from audit_events noted join sessions own on own.id = noted.session_id
  where noted.id = notices.subject_id and own.person_id = notices.person_id))`;
/** About another's request. */
const OF_REQUESTS = sql`notices.kind not in ('review-due', 'log-alarm', 'outside-session', 'mention', 'deletion-asked', 'lifting-asked',
  'opening-asked', 'retention-proposed', 'passkey-added') and not exists (select from requests own
  where own.id = notices.request_id and own.requester_id = notices.person_id)`;

/** For who deletes, who holds, and who opens keystrokes. */
const OF_DELETIONS = sql`notices.kind in ('deletion-asked', 'retention-proposed')`;
const OF_HOLDS = sql`notices.kind = 'lifting-asked'`;
const OF_OPENINGS = sql`notices.kind = 'opening-asked'`;

/**
 * What a person was told and has not seen, newest first: one statement that reads as many rows as it answers. Of whoever
 * sees only their own it passes over the rest, so that it counts for nothing either.
 * @param sees whether they see everybody's
 */
export async function findUnseen(
  tx: Tx,
  personId: string,
  sees: {
    readonly requests: boolean;
    readonly reviews: boolean;
    readonly deletions: boolean;
    readonly holds: boolean;
    readonly openings: boolean;
  },
  limit: number,
): Promise<(Omit<NoticeRow, "tags"> & { selector: unknown })[]> {
  const others = [
    ...(sees.requests ? [] : [OF_REQUESTS]),
    ...(sees.reviews ? [] : [OF_REVIEWS]),
    ...(sees.deletions ? [] : [OF_DELETIONS]),
    ...(sees.holds ? [] : [OF_HOLDS]),
    ...(sees.openings ? [] : [OF_OPENINGS]),
  ];
  return handleOf(tx).$queryRaw`
    with unseen as (
      select * from notices where person_id = ${personId} and done_at is null and seen_at is null
        ${others.length > 0 ? sql`and not (${join(others, " or ")})` : empty}
      order by created_at desc, id desc limit ${limit}
    )
    select unseen.id, unseen.kind, unseen.created_at as at, actors.name as "actorName",
      unseen.request_id as "requestId", sessions.id as "sessionId",
      case when jsonb_typeof(notes.data -> 'fromMs') = 'number' then (notes.data ->> 'fromMs')::float8 end as "atMs",
      coalesce(requests.requester_id = unseen.person_id, notes.id is not null and sessions.person_id = unseen.person_id,
        false) as "isMine",
      coalesce(requesters.name, holders.name) as "personName", requests.selector,
      coalesce(session_nodes.names, request_nodes.names, '{}') as nodes,
      coalesce(grants.ends_at, reviews.due_at) as "endsAt", rules.protection
    from unseen
      left join people actors on actors.id = unseen.actor_id
      left join requests on requests.id = unseen.request_id
      left join people requesters on requesters.id = requests.requester_id
      left join lateral (
        select array_agg(nodes.name order by nodes.name) as names
        from request_nodes asked join nodes on nodes.id = asked.node_id where asked.request_id = requests.id
      ) request_nodes on true
      left join grants on unseen.kind = 'access-ending' and grants.id = unseen.subject_id
      left join reviews on unseen.kind in ('review-due', 'log-alarm') and reviews.id = unseen.subject_id
      left join audit_events notes on unseen.kind = 'mention' and notes.id = unseen.subject_id
      left join recording_deletions deletions on unseen.kind = 'deletion-asked' and deletions.id = unseen.subject_id
      left join hold_liftings liftings on unseen.kind = 'lifting-asked' and liftings.id = unseen.subject_id
      left join recording_holds holds on holds.id = liftings.hold_id
      left join input_openings openings on unseen.kind = 'opening-asked' and openings.id = unseen.subject_id
      left join retention_rules rules on unseen.kind = 'retention-proposed' and rules.id = unseen.subject_id
      left join sessions on sessions.id = coalesce(reviews.session_id, notes.session_id, deletions.session_id,
        holds.session_id, openings.session_id, case when unseen.kind = 'outside-session' then unseen.subject_id end)
      left join people holders on holders.id = sessions.person_id
      left join lateral (select array[nodes.name] as names from nodes where nodes.id = sessions.node_id) session_nodes
        on true
    order by unseen.created_at desc, unseen.id desc`;
}
