import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import { selectorFrom } from "@/lib/nodes/selector-input";
import type { Obligations } from "@/lib/policy/obligations";
import type { WindowStart } from "@/lib/requests/views";
import { coversWanted, type GrantEndReason, type GrantScope, type RuleGrant, type Wanted } from "./rules";

export async function insertGrant(
  tx: Tx,
  grant: {
    id: string;
    requestId: string;
    personId: string;
    startsAt: Date;
    endsAt: Date;
    windowStart: WindowStart;
    windowSeconds: number;
    selector: NodeSelector | null;
    mostNodes: number | null;
    osUser: string | null;
    ruleVersion: string;
    obligations: Obligations;
  },
  nodeIds: readonly string[],
): Promise<void> {
  await handleOf(tx).grant.create({
    data: {
      ...grant,
      selector: grant.selector ? selectorJson(grant.selector) : Prisma.DbNull,
      nodes: { createMany: { data: nodeIds.map((nodeId) => ({ nodeId })) } },
    },
  });
}

const RULE_GRANT = {
  id: true,
  requestId: true,
  personId: true,
  startsAt: true,
  endsAt: true,
  endedAt: true,
} as const;

/** Locks the grant until the transaction ends and reads it as it then stands. */
export async function lockGrant(
  tx: Tx,
  grantId: string,
): Promise<(RuleGrant & { requestId: string }) | null> {
  await handleOf(tx).$queryRaw`select id from grants where id = ${grantId} for update`;
  return handleOf(tx).grant.findUnique({ where: { id: grantId }, select: RULE_GRANT });
}

/**
 * Ends a grant; it is locked by the caller.
 * @throws TypeError when it has ended before
 */
export async function saveGrantEnd(
  tx: Tx,
  grantId: string,
  end: { endedAt: Date; endReason: GrantEndReason; endedById: string | null },
): Promise<void> {
  const { count } = await handleOf(tx).grant.updateMany({ where: { id: grantId, endedAt: null }, data: end });
  if (count !== 1) throw new TypeError(`${grantId} has ended already, or is gone: it was not locked`);
}

/**
 * The first use sets the window; the grant is locked by the caller.
 * @throws TypeError when it was used before, has ended, or its window does not wait for a use
 */
export async function saveFirstUse(
  tx: Tx,
  grantId: string,
  use: { startsAt: Date; endsAt: Date; firstUsedAt: Date },
): Promise<void> {
  const unused = { id: grantId, windowStart: "first-use", firstUsedAt: null, endedAt: null };
  const { count } = await handleOf(tx).grant.updateMany({ where: unused, data: use });
  if (count !== 1) throw new TypeError(`${grantId} does not wait for its first use: it was not locked`);
}

/** A selector's node is used from now on; the grant is locked by the caller. */
export async function addGrantNode(tx: Tx, grantId: string, nodeId: string): Promise<void> {
  await handleOf(tx).grantNode.createMany({ data: [{ grantId, nodeId }], skipDuplicates: true });
}

/** What a grant's scope is read from. */
export const SCOPE = {
  selector: true,
  mostNodes: true,
  nodes: { select: { node: { select: { id: true, missingSince: true } } } },
} as const;

export function scopeFrom(row: {
  selector: unknown;
  mostNodes: number | null;
  nodes: readonly { node: { id: string; missingSince: Date | null } }[];
}): GrantScope {
  return {
    selector: selectorFrom(row.selector),
    mostNodes: row.mostNodes,
    nodes: row.nodes.map(({ node }) => ({ id: node.id, isMissing: node.missingSince !== null })),
  };
}

/**
 * A running grant of the person that gives all that is wanted; of several the one that runs longest.
 * @param osUser as whom on the nodes; null: none is named
 */
export async function findRunningCovering(
  tx: Tx,
  personId: string,
  wanted: Wanted,
  osUser: string | null,
  at: Date,
): Promise<{ id: string; endsAt: Date } | null> {
  const rows = await handleOf(tx).grant.findMany({
    where: { personId, osUser, endedAt: null, startsAt: { lte: at }, endsAt: { gt: at } },
    select: { id: true, endsAt: true, ...SCOPE },
    orderBy: [{ endsAt: "desc" }, { id: "desc" }],
  });
  const covering = rows.find((row) => coversWanted(scopeFrom(row), wanted));
  return covering ? { id: covering.id, endsAt: covering.endsAt } : null;
}

/**
 * Grants whose window runs and ends by then, and whose person was not told; those another process is at are left to it.
 * What is extended goes on. What waits for its first use has no window yet, and a short one's end is in sight from its start.
 */
export async function lockEnding(
  tx: Tx,
  about: { at: Date; until: Date; shortestSeconds: number },
  limit: number,
): Promise<{ id: string; requestId: string; personId: string }[]> {
  const { at, until, shortestSeconds } = about;
  return handleOf(tx).$queryRaw`
    select grants.id, grants.request_id as "requestId", grants.person_id as "personId"
    from grants join people on people.id = grants.person_id
    where grants.ended_at is null and grants.ends_at > ${at} and grants.ends_at <= ${until}
      and grants.starts_at <= ${at} and people.disabled_at is null
      and (grants.window_start = 'approval' or grants.first_used_at is not null)
      and grants.window_seconds >= ${shortestSeconds}
      and not exists (select from request_extensions e join grants f on f.request_id = e.request_id
        where e.grant_id = grants.id and f.ended_at is null)
      and not exists (select from notices where subject_id = grants.id and kind = 'access-ending' and done_at is null)
    order by grants.ends_at limit ${limit} for update of grants skip locked`;
}

/** Grants whose window ended, or whose person was disabled; those another process is at are left to it. */
export async function lockDue(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; requestId: string; personId: string; reason: GrantEndReason }[]> {
  return handleOf(tx).$queryRaw`
    select grants.id, grants.request_id as "requestId", grants.person_id as "personId",
      case when grants.ends_at > ${at} then 'person-disabled'
        when grants.window_start = 'first-use' and grants.first_used_at is null then 'never-used'
        else 'window-ended' end as reason
    from grants join people on people.id = grants.person_id
    where grants.ended_at is null and (grants.ends_at <= ${at} or people.disabled_at is not null)
    order by grants.ends_at limit ${limit} for update of grants skip locked`;
}
