import { handleOf, type Tx } from "@/lib/db/client";
import type { Obligations } from "@/lib/policy/obligations";
import type { GrantEndReason, RuleGrant } from "./rules";

export async function insertGrant(
  tx: Tx,
  grant: {
    id: string;
    requestId: string;
    personId: string;
    startsAt: Date;
    endsAt: Date;
    windowSeconds: number;
    ruleVersion: string;
    obligations: Obligations;
  },
  nodeIds: readonly string[],
): Promise<void> {
  await handleOf(tx).grant.create({
    data: { ...grant, nodes: { createMany: { data: nodeIds.map((nodeId) => ({ nodeId })) } } },
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

export async function saveGrantEnd(
  tx: Tx,
  grantId: string,
  end: { endedAt: Date; endReason: GrantEndReason; endedById: string | null },
): Promise<void> {
  await handleOf(tx).grant.update({ where: { id: grantId }, data: end });
}

/** A running grant of the person that covers all of these nodes. */
export async function findRunningCovering(
  tx: Tx,
  personId: string,
  nodeIds: readonly string[],
  at: Date,
): Promise<string | null> {
  const rows = await handleOf(tx).grant.findMany({
    where: { personId, endedAt: null, startsAt: { lte: at }, endsAt: { gt: at } },
    select: { id: true, nodes: { select: { nodeId: true } } },
    orderBy: [{ endsAt: "desc" }, { id: "desc" }],
  });
  const covering = rows.find(({ nodes }) => {
    const covered = new Set(nodes.map(({ nodeId }) => nodeId));
    return nodeIds.every((nodeId) => covered.has(nodeId));
  });
  return covering?.id ?? null;
}

/** Grants whose window ended, or whose person was disabled; those another process is at are left to it. */
export async function lockDue(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; requestId: string; personId: string; reason: GrantEndReason }[]> {
  return handleOf(tx).$queryRaw`
    select grants.id, grants.request_id as "requestId", grants.person_id as "personId",
      case when grants.ends_at <= ${at} then 'window-ended' else 'person-disabled' end as reason
    from grants join people on people.id = grants.person_id
    where grants.ended_at is null and (grants.ends_at <= ${at} or people.disabled_at is not null)
    order by grants.ends_at limit ${limit} for update of grants skip locked`;
}
