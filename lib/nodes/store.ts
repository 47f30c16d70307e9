import { handleOf, type Tx } from "@/lib/db/client";
import type { AccountConfig } from "@/lib/kernel/config/config";
import type { InventoryNode } from "./inventory/inventory-node";
import { NODE_LABEL, nodeLabelOf, protectionFrom, tagsFrom } from "./labels";
import type { NodeFacets, NodeLabel, Protection } from "./views";

export async function saveAccount(
  tx: Tx,
  account: Pick<AccountConfig, "accountId" | "name" | "protection" | "regions">,
): Promise<void> {
  const { accountId: id, name, protection, regions } = account;
  const data = { name, protection, regions: [...regions] };
  await handleOf(tx).account.upsert({ where: { id }, create: { id, ...data }, update: data });
}

/** Two readings of one account take turns. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await handleOf(tx).$queryRaw`select id from accounts where id = ${accountId} for update`;
}

/**
 * Writes down that regions of an account were read, or why not. The account itself was read when all its regions were,
 * at the oldest of them; it has failed while any of them has.
 */
export async function saveReadings(
  tx: Tx,
  account: Pick<AccountConfig, "accountId" | "regions">,
  reading: { regions: readonly string[]; failure: string | null; at: Date },
): Promise<void> {
  const { accountId, regions } = account;
  const readAt = reading.failure === null ? reading.at : null;
  await handleOf(tx).$executeRaw`
    insert into account_regions (account_id, region, read_at, failure)
    select ${accountId}, region, ${readAt}::timestamptz, ${reading.failure} from unnest(${[...reading.regions]}::text[]) as region
    on conflict (account_id, region) do update
      set failure = excluded.failure, read_at = coalesce(excluded.read_at, account_regions.read_at)`;
  await handleOf(tx).$executeRaw`
    update accounts set read_at = coalesce(summed.read_at, accounts.read_at), failure = summed.failure
    from (select case when count(read_at) = ${regions.length} then min(read_at) end as read_at,
                 (array_agg(failure order by region) filter (where failure is not null))[1] as failure
          from account_regions where account_id = ${accountId} and region = any(${[...regions]}::text[])) as summed
    where accounts.id = ${accountId}`;
}

/** When a region of an account was read last, and why the last attempt failed. */
export async function findReading(
  tx: Tx,
  accountId: string,
  region: string,
): Promise<{ readAt: Date | null; failure: string | null } | null> {
  return handleOf(tx).accountRegion.findUnique({
    where: { accountId_region: { accountId, region } },
    select: { readAt: true, failure: true },
  });
}

export async function findNodesOf(
  tx: Tx,
  accountId: string,
): Promise<
  {
    id: string;
    name: string;
    region: string;
    protection: Protection;
    isOnline: boolean;
    isMissing: boolean;
  }[]
> {
  const rows = await handleOf(tx).node.findMany({
    where: { accountId },
    select: { id: true, name: true, region: true, protection: true, isOnline: true, missingSince: true },
  });
  return rows.map(({ missingSince, ...row }) => ({
    ...row,
    protection: protectionFrom(row.protection),
    isMissing: missingSince !== null,
  }));
}

const CHUNK = 500;

/**
 * One statement for many nodes: a fleet of ten thousand is read every half minute.
 * @returns the ids that were saved
 */
export async function upsertNodes(
  tx: Tx,
  accountId: string,
  nodes: readonly (InventoryNode & { protection: Protection })[],
  readAt: Date,
): Promise<Set<string>> {
  const saved = new Set<string>();
  for (let from = 0; from < nodes.length; from += CHUNK) {
    const rows = JSON.stringify(nodes.slice(from, from + CHUNK));
    // An id that another account holds stays there: no account can take over another's node by naming it.
    const ids = await handleOf(tx).$queryRaw<{ id: string }[]>`
      insert into nodes (id, account_id, region, name, host_name, platform, agent_version, ip, tags, protection,
                         is_online, ping_at, read_at, missing_since)
      select id, ${accountId}, region, name, "hostName", platform, "agentVersion", ip, tags, protection,
             "isOnline", "pingAt", ${readAt}::timestamptz, null
      from jsonb_to_recordset(${rows}::jsonb) as node (id text, region text, name text, "hostName" text,
        platform text, "agentVersion" text, ip text, tags jsonb, protection text, "isOnline" boolean, "pingAt" timestamptz)
      on conflict (id) do update set region = excluded.region, name = excluded.name, host_name = excluded.host_name,
        platform = excluded.platform, agent_version = excluded.agent_version, ip = excluded.ip, tags = excluded.tags,
        protection = excluded.protection, is_online = excluded.is_online, ping_at = excluded.ping_at,
        read_at = excluded.read_at, missing_since = null
      where nodes.account_id = excluded.account_id
      returning nodes.id`;
    for (const { id } of ids) saved.add(id);
  }
  return saved;
}

/**
 * Puts down a node of which nothing is known but that it was: no inventory has it. One that is known stays as it is.
 */
export async function insertUnseenNode(
  tx: Tx,
  node: { id: string; accountId: string; region: string; protection: Protection },
  at: Date,
): Promise<void> {
  const unknown = { name: node.id, hostName: "", platform: "", agentVersion: "", tags: {}, isOnline: false };
  await handleOf(tx).node.createMany({
    data: [{ ...node, ...unknown, readAt: at, missingSince: at }],
    skipDuplicates: true,
  });
}

export async function markMissing(tx: Tx, nodeIds: readonly string[], at: Date): Promise<void> {
  await handleOf(tx).node.updateMany({
    where: { id: { in: [...nodeIds] } },
    data: { missingSince: at, isOnline: false },
  });
}

/** A node as rules look at it. */
export interface RuleNode extends NodeLabel {
  readAt: Date;
  pingAt: Date | null;
  isOnline: boolean;
  missingSince: Date | null;
}

/** The nodes of these ids that we know, missing ones included. */
export async function findNodes(tx: Tx, nodeIds: readonly string[]): Promise<RuleNode[]> {
  const rows = await handleOf(tx).node.findMany({
    where: { id: { in: [...nodeIds] } },
    select: { ...NODE_LABEL, readAt: true, pingAt: true, isOnline: true, missingSince: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    ...nodeLabelOf(row),
    tags: tagsFrom(row.tags),
    readAt: row.readAt,
    pingAt: row.pingAt,
    isOnline: row.isOnline,
    missingSince: row.missingSince,
  }));
}

export async function findFacets(tx: Tx): Promise<NodeFacets> {
  const db = handleOf(tx);
  const [accounts, regions] = await Promise.all([
    db.account.findMany({
      select: {
        ...{ id: true, name: true, readAt: true, failure: true, regions: true },
        regionReadings: {
          select: { region: true, readAt: true, failure: true },
          orderBy: { region: "asc" },
        },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    // Not the client's `distinct`, which reads every node and picks here.
    db.$queryRaw<{ region: string }[]>`select distinct region from nodes order by region`,
  ]);
  return {
    // A region that is no longer connected keeps its row; what it says is old news.
    accounts: accounts.map(({ regionReadings, regions: connected, ...account }) => ({
      ...account,
      regions: regionReadings.filter(({ region }) => connected.includes(region)),
    })),
    regions: regions.map(({ region }) => region),
  };
}
