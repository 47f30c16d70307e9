import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { NODE_LABEL, type NodeLabelRow, nodeLabelOf } from "@/lib/nodes/labels";
import type { NodeSigns } from "@/lib/nodes/rules";
import { SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching } from "@/lib/nodes/selector-store";
import type { NodeLabel } from "@/lib/nodes/views";
import { type Obligations, parseObligations } from "@/lib/policy/obligations";
import { windowStartFrom } from "@/lib/requests/store";
import { checkRunning, type GrantScope, type GrantWindow, type RuleGrant } from "./rules";
import { scopeFrom } from "./store";
import type { GrantSession } from "./views";

/** A node of a grant, as labels and rules need it. */
export interface GrantedNode extends NodeLabel, NodeSigns {
  readonly isMissing: boolean;
}

/** A grant as rows and pages need it. */
export interface FullGrant extends RuleGrant, GrantScope, GrantWindow {
  readonly requestId: string;
  readonly personName: string;
  readonly nodes: GrantedNode[];
  /** What its selector matches now; null where nodes are named, and once it is over. */
  readonly matching: Omit<GrantedNode, "isMissing">[] | null;
  readonly isBreakGlass: boolean;
  readonly justification: string;
  readonly incident: string | null;
  /** The user on the nodes; null: none is named. */
  readonly osUser: string | null;
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
  windowStart: true,
  windowSeconds: true,
  firstUsedAt: true,
  selector: true,
  mostNodes: true,
  osUser: true,
  endReason: true,
  endedById: true,
  ruleVersion: true,
  obligations: true,
  person: { select: { name: true } },
  nodes: {
    select: {
      node: { select: { ...NODE_LABEL, isOnline: true, missingSince: true, pingAt: true, readAt: true } },
    },
    orderBy: { node: { name: "asc" } },
  },
  request: {
    select: {
      glass: { select: { requestId: true } },
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
    select: {
      id: true,
      nodeId: true,
      state: true,
      createdAt: true,
      openedAt: true,
      endedAt: true,
      endReason: true,
      completeness: true,
      corroboration: true,
      review: { select: { verdict: true, closedAt: true, dueAt: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  },
} satisfies Prisma.GrantSelect;

interface FullRow
  extends Omit<
    FullGrant,
    | "personName"
    | "nodes"
    | "matching"
    | "isBreakGlass"
    | "justification"
    | "incident"
    | "approvedBy"
    | "obligations"
    | "selector"
    | "windowStart"
    | "sessions"
  > {
  obligations: unknown;
  selector: unknown;
  windowStart: string;
  person: { name: string };
  nodes: { node: NodeLabelRow & NodeSigns }[];
  request: {
    glass: object | null;
    justification: string;
    incident: string | null;
    decisions: { person: { name: string } | null }[];
  };
  sessions: (Omit<GrantSession, "verdict" | "reviewedAt" | "reviewDueAt"> & {
    review: { verdict: string | null; closedAt: Date | null; dueAt: Date } | null;
  })[];
}

async function fullGrantOf(tx: Tx, row: FullRow, at: Date): Promise<FullGrant> {
  const { person, nodes, request, obligations, windowStart, sessions, ...columns } = row;
  const { selector } = scopeFrom(row);
  const isRunning = checkRunning(columns, at).ok;
  return {
    ...columns,
    selector,
    windowStart: windowStartFrom(windowStart),
    personName: person.name,
    sessions: sessions.map(({ review, ...session }) => ({
      ...session,
      verdict: review?.verdict ?? null,
      reviewedAt: review?.closedAt ?? null,
      reviewDueAt: review?.dueAt ?? null,
    })),
    nodes: nodes.map(({ node }) => ({
      ...nodeLabelOf(node),
      isMissing: node.missingSince !== null,
      isOnline: node.isOnline,
      pingAt: node.pingAt,
      readAt: node.readAt,
      missingSince: node.missingSince,
    })),
    matching:
      selector && isRunning ? (await findMatching(tx, selector, SELECTOR_LIMITS.matches)).nodes : null,
    isBreakGlass: request.glass !== null,
    justification: request.justification,
    incident: request.incident,
    obligations: parseObligations(obligations),
    approvedBy: request.decisions.flatMap((decision) => decision.person?.name ?? []),
  };
}

export async function findFullGrant(tx: Tx, grantId: string, at: Date): Promise<FullGrant | null> {
  const row = await handleOf(tx).grant.findUnique({ where: { id: grantId }, select: FULL });
  return row && fullGrantOf(tx, row, at);
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
  // One after the other: few run under a selector, and a page of them must not take the whole pool.
  const grants: FullGrant[] = [];
  for (const row of rows) grants.push(await fullGrantOf(tx, row, at));
  return grants;
}
