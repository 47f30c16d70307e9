import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { NODE_LABEL, type NodeLabelRow, nodeLabelOf } from "@/lib/nodes/labels";
import type { NodeLabel } from "@/lib/nodes/views";
import { type Obligations, parseObligations } from "@/lib/policy/obligations";
import type { RuleGrant } from "./rules";
import type { GrantSession } from "./views";

/** A grant as rows and pages need it. */
export interface FullGrant extends RuleGrant {
  readonly requestId: string;
  readonly personName: string;
  readonly nodes: NodeLabel[];
  readonly justification: string;
  readonly incident: string | null;
  readonly endReason: string | null;
  readonly endedById: string | null;
  readonly ruleVersion: string;
  readonly obligations: Obligations;
  readonly approvedBy: string[];
  readonly sessions: GrantSession[];
}

const FULL = {
  id: true,
  requestId: true,
  personId: true,
  startsAt: true,
  endsAt: true,
  endedAt: true,
  endReason: true,
  endedById: true,
  ruleVersion: true,
  obligations: true,
  person: { select: { name: true } },
  nodes: { select: { node: { select: NODE_LABEL } }, orderBy: { node: { name: "asc" } } },
  request: {
    select: {
      justification: true,
      incident: true,
      decisions: {
        select: { person: { select: { name: true } } },
        where: { verdict: "approve" },
        orderBy: { createdAt: "asc" },
      },
    },
  },
  sessions: {
    select: { id: true, nodeId: true, state: true, createdAt: true, openedAt: true, endedAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  },
} satisfies Prisma.GrantSelect;

interface FullRow
  extends Omit<
    FullGrant,
    "personName" | "nodes" | "justification" | "incident" | "approvedBy" | "obligations"
  > {
  obligations: unknown;
  person: { name: string };
  nodes: { node: NodeLabelRow }[];
  request: {
    justification: string;
    incident: string | null;
    decisions: { person: { name: string } | null }[];
  };
}

function fullGrantOf({ person, nodes, request, obligations, ...columns }: FullRow): FullGrant {
  return {
    ...columns,
    personName: person.name,
    nodes: nodes.map(({ node }) => nodeLabelOf(node)),
    justification: request.justification,
    incident: request.incident,
    obligations: parseObligations(obligations),
    approvedBy: request.decisions.flatMap((decision) => decision.person?.name ?? []),
  };
}

export async function findFullGrant(tx: Tx, grantId: string): Promise<FullGrant | null> {
  const row = await handleOf(tx).grant.findUnique({ where: { id: grantId }, select: FULL });
  return row && fullGrantOf(row);
}

export async function findNameOf(tx: Tx, personId: string): Promise<string | null> {
  const row = await handleOf(tx).person.findUnique({ where: { id: personId }, select: { name: true } });
  return row?.name ?? null;
}

function stateFilter(state: "running" | "over", at: Date): Prisma.GrantWhereInput {
  const running = { endedAt: null, startsAt: { lte: at }, endsAt: { gt: at } };
  return state === "running" ? running : { NOT: running };
}

/** Running ones by their end, over ones newest first; one row more than asked for. @param ownerId null: everybody's */
export async function searchGrants(
  tx: Tx,
  state: "running" | "over",
  ownerId: string | null,
  paging: { at: Date; after: { at: Date; id: string } | null; limit: number },
): Promise<FullGrant[]> {
  const { at, after, limit } = paging;
  const isRunning = state === "running";
  const and: Prisma.GrantWhereInput[] = [stateFilter(state, at)];
  if (ownerId) and.push({ personId: ownerId });
  if (after && isRunning)
    and.push({ OR: [{ endsAt: { gt: after.at } }, { endsAt: after.at, id: { gt: after.id } }] });
  if (after && !isRunning)
    and.push({ OR: [{ startsAt: { lt: after.at } }, { startsAt: after.at, id: { lt: after.id } }] });
  const rows = await handleOf(tx).grant.findMany({
    where: { AND: and },
    select: FULL,
    orderBy: isRunning ? [{ endsAt: "asc" }, { id: "asc" }] : [{ startsAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return rows.map(fullGrantOf);
}

export async function countRunning(tx: Tx, ownerId: string | null, at: Date): Promise<number> {
  return handleOf(tx).grant.count({
    where: { ...stateFilter("running", at), ...(ownerId ? { personId: ownerId } : {}) },
  });
}
