import { handleOf, type Tx } from "@/lib/db/client";
import type { StandIn } from "@/lib/kernel/actor";
import type { RunningDelegation, UsedDelegation } from "./views";

export async function insertDelegation(
  tx: Tx,
  row: { id: string; delegatorId: string; delegateId: string; endsAt: Date },
): Promise<void> {
  const { id, delegatorId, delegateId, endsAt } = row;
  await handleOf(tx).$executeRaw`
    insert into delegations (id, delegator_id, delegate_id, ends_at)
    values (${id}, ${delegatorId}, ${delegateId}, ${endsAt}::timestamptz)`;
}

/** The person's own that runs, to be withdrawn or to stand in the way of another. */
export async function findRunningOf(
  tx: Tx,
  delegatorId: string,
  at: Date,
): Promise<RunningDelegation | null> {
  const row = await handleOf(tx).delegation.findFirst({
    where: { delegatorId, withdrawnAt: null, endsAt: { gt: at } },
    select: {
      id: true,
      delegateId: true,
      createdAt: true,
      endsAt: true,
      delegate: { select: { name: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  if (!row) return null;
  const { delegate, ...columns } = row;
  return { ...columns, delegateName: delegate.name };
}

/** A trigger writes when. */
export async function saveWithdrawn(tx: Tx, id: string, at: Date): Promise<void> {
  await handleOf(tx).delegation.update({ where: { id }, data: { withdrawnAt: at }, select: { id: true } });
}

/** For whom this person decides now. Whoever is no approver any more has no groups to give. */
export async function findStandIns(tx: Tx, delegateId: string, at: Date): Promise<StandIn[]> {
  const rows = await handleOf(tx).delegation.findMany({
    where: { delegateId, withdrawnAt: null, endsAt: { gt: at } },
    select: {
      ...{ id: true, delegatorId: true, endsAt: true },
      delegator: { select: { name: true, groups: true, roles: true, disabledAt: true } },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, delegatorId, endsAt, delegator }) => ({
    ...{ delegationId: id, personId: delegatorId, name: delegator.name, endsAt },
    groups: delegator.disabledAt === null && delegator.roles.includes("approver") ? delegator.groups : [],
  }));
}

/** What `usedDelegation` is made from. */
export const USED = {
  delegatorId: true,
  delegateId: true,
  createdAt: true,
  endsAt: true,
  withdrawnAt: true,
  delegator: { select: { name: true, groups: true, disabledAt: true } },
} as const;

/** What an approval was given with for somebody who is away, as the rows stand now. */
export function usedDelegation(
  row: (Omit<UsedDelegation, "delegatorName" | "usedAt" | "groups" | "groupsNow"> & UsedRow) | null,
  { delegatedGroups, createdAt }: { delegatedGroups: readonly string[]; createdAt: Date },
): UsedDelegation | null {
  if (!row) return null;
  const { delegator, ...columns } = row;
  return {
    ...columns,
    ...{ delegatorName: delegator.name, usedAt: createdAt, groups: delegatedGroups },
    groupsNow: delegator.disabledAt === null ? delegator.groups : [],
  };
}

interface UsedRow {
  delegator: { name: string; groups: string[]; disabledAt: Date | null };
}
