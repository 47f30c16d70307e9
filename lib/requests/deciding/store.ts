import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { StandIn } from "@/lib/kernel/actor";
import type { GivenApproval } from "@/lib/people/delegations/rules";
import { USED, usedDelegation } from "@/lib/people/delegations/store";
import type { RequestDecision } from "../views";

export async function insertDecision(
  tx: Tx,
  decision: {
    id: string;
    requestId: string;
    personId: string | null;
    verdict: "approve" | "deny";
    comment: string | null;
    windowSeconds: number | null;
    /** Empty: all. */
    nodeIds: readonly string[];
    mostNodes: number | null;
    osUser: string | null;
    /** The decider's, as they were confirmed for this decision. */
    groups: readonly string[];
    /** For whom it counts as well, with their groups; absent: for nobody. */
    standIn?: StandIn | undefined;
    requestVersion: number;
    /** Of the request as it was shown: what the decision is bound to. */
    requestHash: string;
    ruleVersion: string;
    createdAt: Date;
  },
): Promise<void> {
  const { nodeIds, groups, standIn, ...columns } = decision;
  const delegated = standIn && { delegationId: standIn.delegationId, delegatedGroups: [...standIn.groups] };
  await handleOf(tx).decision.create({
    data: { ...columns, nodeIds: [...nodeIds], groups: [...groups], ...delegated },
  });
}

/** What a decision is read from. */
export const DECISION = {
  id: true,
  personId: true,
  verdict: true,
  comment: true,
  windowSeconds: true,
  nodeIds: true,
  mostNodes: true,
  osUser: true,
  groups: true,
  delegatedGroups: true,
  delegation: { select: USED },
  requestVersion: true,
  ruleVersion: true,
  createdAt: true,
  person: { select: { name: true, groups: true, disabledAt: true } },
} satisfies Prisma.DecisionSelect;

export interface DecisionRow extends Omit<RequestDecision, "verdict" | "personName" | "absentName"> {
  verdict: string;
  groups: string[];
  delegatedGroups: string[];
  delegation: Parameters<typeof usedDelegation>[0];
  person: { name: string; groups: string[]; disabledAt: Date | null } | null;
}

/** A decision as pages are given it, with what the rules look at. */
export type FullDecision = RequestDecision & Pick<GivenApproval, "groups" | "delegation">;

/** A decision as pages are given it, with what the rules look at: its giver's groups of then that they still have. */
export function decisionOf({
  person,
  verdict,
  groups,
  delegation,
  delegatedGroups,
  ...row
}: DecisionRow): FullDecision {
  const used = usedDelegation(delegation, { delegatedGroups, createdAt: row.createdAt });
  const now = person?.disabledAt === null ? person.groups : [];
  return {
    ...row,
    groups: groups.filter((group) => now.includes(group)),
    verdict: verdict === "approve" ? "approve" : "deny",
    personName: person?.name ?? null,
    ...{ delegation: used, absentName: used?.delegatorName ?? null },
  };
}

/** The same for pages alone. */
export function decisionShown({ groups: _, delegation: __, ...decision }: FullDecision): RequestDecision {
  return decision;
}
