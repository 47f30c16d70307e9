import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { config } from "@/lib/kernel/config/config";
import { protectionFrom, tagsFrom } from "./labels";
import { knownState } from "./rules";
import { type NodeOpenNow, type NodeRequest, type NodeRow, type NodeSession, stateAt } from "./views";

interface NodeRecord {
  id: string;
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  protection: string;
  tags: unknown;
  hostName: string;
  platform: string;
  isOnline: boolean;
  missingSince: Date | null;
  pingAt: Date | null;
  readAt: Date;
  openSessions: number;
  isStarred: boolean;
  agentVersion: string;
  ip: string | null;
  firstSeenAt: Date;
  accountReadAt: Date | null;
  accountFailure: string | null;
  at: Date;
}

const columns = (viewerId: string) => Prisma.sql`
  nodes.id, nodes.name, nodes.account_id as "accountId", accounts.name as "accountName", nodes.region,
  nodes.protection, nodes.tags, nodes.host_name as "hostName", nodes.platform, nodes.is_online as "isOnline",
  nodes.missing_since as "missingSince", nodes.ping_at as "pingAt", nodes.read_at as "readAt",
  nodes.agent_version as "agentVersion", nodes.ip, nodes.first_seen_at as "firstSeenAt",
  accounts.read_at as "accountReadAt", accounts.failure as "accountFailure",
  (select count(*)::int from sessions where sessions.node_id = nodes.id
     and sessions.state in ('opening', 'open', 'ending')) as "openSessions",
  ${isStarredBy(viewerId)} as "isStarred", clock_timestamp()::timestamptz(3) as "at"`;

function isStarredBy(personId: string): Prisma.Sql {
  return Prisma.sql`exists (select from node_stars as star
    where star.person_id = ${personId} and star.node_id = nodes.id)`;
}

/** Nodes as lists show them to a viewer, in no order. */
export async function findNodeRows(tx: Tx, viewerId: string, nodeIds: readonly string[]): Promise<NodeRow[]> {
  const rows = await handleOf(tx).$queryRaw<NodeRecord[]>`
    select ${columns(viewerId)} from nodes join accounts on accounts.id = nodes.account_id
    where nodes.id = any(${[...nodeIds]}::text[])`;
  return rows.map(rowOf);
}

export async function findNode(
  tx: Tx,
  viewerId: string,
  nodeId: string,
): Promise<(NodeRow & Omit<NodeRecord, keyof NodeRow>) | null> {
  const rows = await handleOf(tx).$queryRaw<NodeRecord[]>`
    select ${columns(viewerId)} from nodes join accounts on accounts.id = nodes.account_id where nodes.id = ${nodeId}`;
  const [row] = rows;
  return row ? { ...row, ...rowOf(row) } : null;
}

function rowOf(row: NodeRecord): NodeRow {
  const { id, name, accountId, accountName, region, hostName, platform, pingAt, readAt, missingSince } = row;
  const known = knownState(row, config());
  return {
    ...{ id, name, accountId, accountName, region, hostName, platform, pingAt, readAt, missingSince },
    openSessions: row.openSessions,
    isStarred: row.isStarred,
    protection: protectionFrom(row.protection),
    tags: tagsFrom(row.tags),
    state: stateAt(known, row.at),
    onlineUntil: known.onlineUntil,
  };
}

/** Of the shells that are on each node, or may be, one: the viewer's own before that which ends first. */
export async function findOpenNow(
  tx: Tx,
  viewerId: string,
  nodeIds: readonly string[],
): Promise<Map<string, NodeOpenNow>> {
  if (nodeIds.length === 0) return new Map();
  const rows = await handleOf(tx).$queryRaw<(NodeOpenNow & { nodeId: string })[]>`
    select distinct on (sessions.node_id) sessions.node_id as "nodeId", people.name as "personName",
      sessions.window_starts_at as "startsAt", sessions.window_ends_at as "endsAt",
      case when sessions.person_id = ${viewerId} then sessions.id end as "mySessionId"
    from sessions left join people on people.id = sessions.person_id
    where sessions.node_id = any(${[...nodeIds]}::text[]) and sessions.state in ('opening', 'open', 'ending')
    order by sessions.node_id, (sessions.person_id = ${viewerId}) desc nulls last, sessions.window_ends_at, sessions.id`;
  return new Map(rows.map(({ nodeId, ...open }) => [nodeId, open]));
}

/** Shells that are on a node, or may be. */
export async function findOnNow(
  tx: Tx,
  nodeId: string,
): Promise<{ sessionId: string; personId: string | null; personName: string | null; since: Date }[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { nodeId, state: { in: ["opening", "open", "ending"] } },
    select: {
      id: true,
      personId: true,
      createdAt: true,
      openedAt: true,
      person: { select: { name: true } },
    },
    orderBy: { createdAt: "asc" },
  });
  return rows.map((row) => ({
    sessionId: row.id,
    personId: row.personId,
    personName: row.person?.name ?? null,
    since: row.openedAt ?? row.createdAt,
  }));
}

/**
 * The running grant of a person that covers a node, by name or by what its selector means and has room for; of several
 * the one that runs longest. The rule itself is checkNode in lib/grants; this only leads to its page.
 */
export async function findGrantOn(
  tx: Tx,
  personId: string,
  nodeId: string,
  at: Date,
): Promise<string | null> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select grants.id from grants join nodes on nodes.id = ${nodeId}
    where grants.person_id = ${personId} and grants.ended_at is null
      and grants.starts_at <= ${at} and grants.ends_at > ${at}
      and case when grants.selector is null
        then exists (select from grant_nodes named where named.grant_id = grants.id and named.node_id = nodes.id)
        else nodes.missing_since is null and nodes.tags @> (grants.selector -> 'tags')
          and coalesce(grants.selector ->> 'accountId', nodes.account_id) = nodes.account_id
          and coalesce(grants.selector ->> 'region', nodes.region) = nodes.region
          and grants.most_nodes > (
            select count(*) from grant_nodes used join nodes there on there.id = used.node_id
            where used.grant_id = grants.id and used.node_id <> nodes.id and there.missing_since is null)
        end
    order by grants.ends_at desc, grants.id desc limit 1`;
  return rows[0]?.id ?? null;
}

const RECENT = 10;

/** @param ownerId only this person's; null: everybody's */
export async function findRecentRequests(
  tx: Tx,
  nodeId: string,
  ownerId: string | null,
  at: Date,
): Promise<NodeRequest[]> {
  const rows = await handleOf(tx).request.findMany({
    where: { nodes: { some: { nodeId } }, ...(ownerId ? { requesterId: ownerId } : {}) },
    select: {
      id: true,
      justification: true,
      incident: true,
      state: true,
      createdAt: true,
      requester: { select: { name: true } },
      grant: { select: { endsAt: true, endedAt: true } },
      glass: { select: { requestId: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: RECENT,
  });
  return rows.map(({ requester, grant, glass, ...row }) => ({
    ...row,
    kind: glass ? "break-glass" : "regular",
    requesterName: requester.name,
    isAccessOver: grant !== null && (grant.endedAt ?? grant.endsAt) <= at,
  }));
}

/** @param ownerId only this person's; null: everybody's */
export async function findRecentSessions(
  tx: Tx,
  nodeId: string,
  ownerId: string | null,
): Promise<NodeSession[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { nodeId, ...(ownerId ? { personId: ownerId } : {}) },
    select: {
      id: true,
      kind: true,
      state: true,
      createdAt: true,
      endedAt: true,
      endReason: true,
      person: { select: { name: true } },
      review: { select: { id: true, state: true, verdict: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: RECENT,
  });
  return rows.map(({ person, ...row }) => ({ ...row, personName: person?.name ?? null }));
}
