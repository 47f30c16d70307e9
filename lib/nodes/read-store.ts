import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { containing } from "@/lib/db/like";
import { protectionFrom, tagsFrom } from "./labels";
import { nodeState } from "./rules";
import type { NodeFilters, NodeRequest, NodeRow, NodeSession } from "./views";

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
}

const columns = (viewerId: string) => Prisma.sql`
  nodes.id, nodes.name, nodes.account_id as "accountId", accounts.name as "accountName", nodes.region,
  nodes.protection, nodes.tags, nodes.host_name as "hostName", nodes.platform, nodes.is_online as "isOnline",
  nodes.missing_since as "missingSince", nodes.ping_at as "pingAt", nodes.read_at as "readAt",
  nodes.agent_version as "agentVersion", nodes.ip, nodes.first_seen_at as "firstSeenAt",
  accounts.read_at as "accountReadAt", accounts.failure as "accountFailure",
  (select count(*)::int from sessions where sessions.node_id = nodes.id
     and sessions.state in ('opening', 'open', 'ending')) as "openSessions",
  ${isStarredBy(viewerId)} as "isStarred"`;

function isStarredBy(personId: string): Prisma.Sql {
  return Prisma.sql`exists (select from node_stars as star
    where star.person_id = ${personId} and star.node_id = nodes.id)`;
}

/** Nodes by (name, id), one row more than asked for, so that the caller knows whether there are more. */
export async function searchNodes(
  tx: Tx,
  viewerId: string,
  filters: NodeFilters,
  after: readonly [string, string] | null,
  limit: number,
): Promise<NodeRow[]> {
  const where = [Prisma.sql`true`, ...conditions(filters)];
  if (filters.isStarred) where.push(isStarredBy(viewerId));
  if (after) where.push(Prisma.sql`(nodes.name, nodes.id) > (${after[0]}, ${after[1]})`);
  const rows = await handleOf(tx).$queryRaw<NodeRecord[]>`
    select ${columns(viewerId)} from nodes join accounts on accounts.id = nodes.account_id
    where ${Prisma.join(where, " and ")} order by nodes.name, nodes.id limit ${limit + 1}`;
  return rows.map(rowOf);
}

function conditions(filters: NodeFilters): Prisma.Sql[] {
  const where: Prisma.Sql[] = [];
  if (filters.accountId) where.push(Prisma.sql`nodes.account_id = ${filters.accountId}`);
  if (filters.region) where.push(Prisma.sql`nodes.region = ${filters.region}`);
  if (filters.protection) where.push(Prisma.sql`nodes.protection = ${filters.protection}`);
  if (filters.state)
    where.push(
      {
        online: Prisma.sql`nodes.missing_since is null and nodes.is_online`,
        offline: Prisma.sql`nodes.missing_since is null and not nodes.is_online`,
        missing: Prisma.sql`nodes.missing_since is not null`,
      }[filters.state],
    );
  for (const word of (filters.search ?? "").split(/\s+/).filter(Boolean).slice(0, 8)) {
    const pattern = containing(word);
    where.push(Prisma.sql`(nodes.name ilike ${pattern} or nodes.id ilike ${pattern} or nodes.host_name ilike ${pattern}
      or exists (select from jsonb_each_text(nodes.tags) as tag
                 where tag.key ilike ${pattern} or tag.key || '=' || tag.value ilike ${pattern}))`);
  }
  return where;
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
  const { id, name, accountId, accountName, region, hostName, platform, pingAt, readAt } = row;
  return {
    ...{ id, name, accountId, accountName, region, hostName, platform, pingAt, readAt },
    openSessions: row.openSessions,
    isStarred: row.isStarred,
    protection: protectionFrom(row.protection),
    tags: tagsFrom(row.tags),
    state: nodeState(row),
  };
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

/** The newest running grant of a person that covers a node. */
export async function findGrantOn(
  tx: Tx,
  personId: string,
  nodeId: string,
  at: Date,
): Promise<string | null> {
  const row = await handleOf(tx).grant.findFirst({
    where: {
      personId,
      endedAt: null,
      startsAt: { lte: at },
      endsAt: { gt: at },
      nodes: { some: { nodeId } },
    },
    select: { id: true },
    orderBy: [{ endsAt: "desc" }, { id: "desc" }],
  });
  return row?.id ?? null;
}

const RECENT = 10;

/** @param ownerId only this person's; null: everybody's */
export async function findRecentRequests(
  tx: Tx,
  nodeId: string,
  ownerId: string | null,
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
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: RECENT,
  });
  return rows.map(({ requester, ...row }) => ({ ...row, requesterName: requester.name }));
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
