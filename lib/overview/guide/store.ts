import { handleOf, type Tx } from "@/lib/db/client";

/** How far the demo's story has come on its node, by whomever, since this installation knows the node. */
export interface StoryRow {
  nodeId: string;
  /** The newest request for it that is not over, or was approved. */
  requestId: string | null;
  requesterId: string | null;
  isApproved: boolean;
  /** The newest session on it that was opened and is over. */
  sessionId: string | null;
  isReviewed: boolean;
  isAuditSeen: boolean;
}

export async function findStory(tx: Tx, nodeName: string): Promise<StoryRow | null> {
  const rows = await handleOf(tx).$queryRaw<StoryRow[]>`
    select node.id as "nodeId", request.id as "requestId", request.requester_id as "requesterId",
      coalesce(request.is_approved, false) as "isApproved", session.id as "sessionId",
      coalesce(session.is_reviewed, false) as "isReviewed",
      exists (select from people where 'audit' = any (guide_steps)) as "isAuditSeen"
    from nodes node
    left join lateral (
      select requests.id, requests.requester_id, exists (
          select from decisions where request_id = requests.id and verdict = 'approve' and person_id is not null
        ) and requests.state = 'approved' as is_approved
      from requests join request_nodes on request_nodes.request_id = requests.id
      where request_nodes.node_id = node.id and requests.created_at > node.first_seen_at
        and requests.state in ('waiting', 'approved')
      order by is_approved desc, requests.created_at desc limit 1
    ) request on true
    left join lateral (
      select sessions.id, exists (
          select from reviews where session_id = sessions.id and state = 'closed'
        ) as is_reviewed
      from sessions
      where sessions.node_id = node.id and sessions.created_at > node.first_seen_at
        and sessions.opened_at is not null and sessions.ended_at is not null
      order by is_reviewed desc, sessions.created_at desc limit 1
    ) session on true
    where node.name = ${nodeName} and node.missing_since is null
    order by node.first_seen_at limit 1`;
  return rows[0] ?? null;
}

export async function hasEverAsked(tx: Tx, personId: string): Promise<boolean> {
  return (
    (await handleOf(tx).request.findFirst({ where: { requesterId: personId }, select: { id: true } })) !==
    null
  );
}
