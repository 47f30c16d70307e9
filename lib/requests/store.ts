import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { checkStep } from "@/lib/kernel/transitions";
import { NODE_LABEL, nodeLabelOf, protectionFrom } from "@/lib/nodes/labels";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import { selectorFrom } from "@/lib/nodes/selector-input";
import type { NodeLabel } from "@/lib/nodes/views";
import { type Obligations, parseObligations } from "@/lib/policy/obligations";
import { DECISION, type DecisionRow, decisionOf, type FullDecision } from "./deciding/store";
import { GLASS, glassOf } from "./glass/store";
import type { Glass } from "./glass/views";
import { type AskedNode, type RequestExtension, requestHash } from "./request-hash";
import { REQUEST_TRANSITIONS, type RuleRequest } from "./rules";
import {
  REQUEST_STATES,
  type RequestKind,
  type RequestState,
  WINDOW_STARTS,
  type WindowStart,
} from "./views";

export async function insertRequest(
  tx: Tx,
  request: {
    id: string;
    requesterId: string;
    justification: string;
    incident: string | null;
    windowSeconds: number;
    windowStart: WindowStart;
    selector: NodeSelector | null;
    mostNodes: number | null;
    osUsers: readonly string[];
    ruleVersion: string;
    obligations: Obligations;
    createdAt: Date;
    lapsesAt: Date;
  },
  asked: readonly AskedNode[],
): Promise<void> {
  const nodes = asked.map(({ id: nodeId, accountId, region, protection }) => ({
    ...{ nodeId, accountId, region, protection },
  }));
  await handleOf(tx).request.create({
    data: {
      ...request,
      osUsers: [...request.osUsers],
      selector: request.selector ? selectorJson(request.selector) : Prisma.DbNull,
      state: "waiting",
      nodes: { createMany: { data: nodes } },
    },
  });
}

/** How many requests of a person wait for a decision. */
export async function countWaiting(tx: Tx, requesterId: string): Promise<number> {
  return handleOf(tx).request.count({ where: { requesterId, state: "waiting" } });
}

/**
 * Takes a request a step further; it is locked by the caller. Every step raises the version: who decides on an older
 * one is told.
 * @throws TypeError when there is no such step, or the row is no longer in the state it was read in
 */
export async function moveRequest(
  tx: Tx,
  { id, state: from }: Pick<RuleRequest, "id" | "state">,
  to: RequestState,
  at: Date,
): Promise<void> {
  checkStep<RequestState>(REQUEST_TRANSITIONS, id, { from, to });
  const { count } = await handleOf(tx).request.updateMany({
    where: { id, state: from },
    data: { state: to, version: { increment: 1 }, closedAt: to === "waiting" ? null : at },
  });
  if (count !== 1) throw new TypeError(`${id} is not ${from} any more, or gone: it was not locked`);
}

/** A request as rows and rules need it. */
export interface FullRequest extends RuleRequest {
  readonly requesterName: string;
  /** As they are now. */
  readonly nodes: NodeLabel[];
  /** As they were when they were asked for. */
  readonly askedNodes: AskedNode[];
  readonly justification: string;
  readonly incident: string | null;
  readonly windowStart: WindowStart;
  readonly ruleVersion: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly grantId: string | null;
  /** Of a break-glass alone. */
  readonly glass: Glass | null;
  /** When the access that came of it ended, or will at the latest; null: none came. */
  readonly accessEndsAt: Date | null;
  readonly extension: RequestExtension | null;
  readonly decisions: FullDecision[];
}

/** Locks the request until the transaction ends and reads it as it then stands. */
export async function lockRequest(tx: Tx, requestId: string): Promise<FullRequest | null> {
  await handleOf(tx).$queryRaw`select id from requests where id = ${requestId} for update`;
  return findRequest(tx, requestId);
}

export async function findRequest(tx: Tx, requestId: string): Promise<FullRequest | null> {
  const row = await handleOf(tx).request.findUnique({ where: { id: requestId }, select: FULL });
  return row ? fullRequestOf(row) : null;
}

/** What waits of a person's own. */
export async function findWaitingOf(tx: Tx, requesterId: string, at: Date): Promise<FullRequest[]> {
  const rows = await handleOf(tx).request.findMany({
    where: { requesterId, state: "waiting", lapsesAt: { gt: at } },
    select: FULL,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(fullRequestOf);
}

/** Requests that lapse now, or whose requester was disabled; those another process is at are left to it. */
export async function lockLapsed(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select requests.id from requests join people on people.id = requests.requester_id
    where requests.state = 'waiting' and (requests.lapses_at <= ${at} or people.disabled_at is not null)
    order by requests.lapses_at limit ${limit} for update of requests skip locked`;
  return rows.map(({ id }) => id);
}

/** What `askedNodeOf` is made from. */
export const ASKED_NODE = { nodeId: true, accountId: true, region: true, protection: true } as const;

/** A node as it was when it was asked for. */
export function askedNodeOf(row: Omit<AskedNode, "id" | "protection"> & AskedNodeRow): AskedNode {
  const { nodeId: id, accountId, region, protection } = row;
  return { id, accountId, region, protection: protectionFrom(protection) };
}

interface AskedNodeRow {
  nodeId: string;
  protection: string;
}

/** Which access a request extends. */
export const EXTENSION = { select: { grantId: true, until: true } } as const;

/** What a full request is made from. */
export const FULL = {
  id: true,
  requesterId: true,
  justification: true,
  incident: true,
  windowSeconds: true,
  windowStart: true,
  selector: true,
  mostNodes: true,
  osUsers: true,
  state: true,
  version: true,
  ruleVersion: true,
  obligations: true,
  createdAt: true,
  lapsesAt: true,
  closedAt: true,
  requester: { select: { name: true, disabledAt: true } },
  nodes: { select: { ...ASKED_NODE, node: { select: NODE_LABEL } }, orderBy: { node: { name: "asc" } } },
  decisions: { select: DECISION, orderBy: [{ createdAt: "asc" }, { id: "asc" }] },
  grant: { select: { id: true, endsAt: true, endedAt: true } },
  glass: { select: GLASS },
  extension: EXTENSION,
} satisfies Prisma.RequestSelect;

interface FullRow {
  id: string;
  requesterId: string;
  justification: string;
  incident: string | null;
  windowSeconds: number;
  windowStart: string;
  selector: unknown;
  mostNodes: number | null;
  osUsers: string[];
  state: string;
  version: number;
  ruleVersion: string;
  obligations: unknown;
  createdAt: Date;
  lapsesAt: Date;
  closedAt: Date | null;
  requester: { name: string; disabledAt: Date | null };
  nodes: (Parameters<typeof askedNodeOf>[0] & { node: Parameters<typeof nodeLabelOf>[0] })[];
  decisions: DecisionRow[];
  grant: { id: string; endsAt: Date; endedAt: Date | null } | null;
  glass: Parameters<typeof glassOf>[0] | null;
  extension: RequestExtension | null;
}

export function fullRequestOf(row: FullRow): FullRequest {
  const { requester, nodes, decisions, grant, glass, state, windowStart, selector, ...columns } = row;
  const read = {
    ...columns,
    kind: kindOf(glass),
    windowStart: windowStartFrom(windowStart),
    selector: selectorFrom(selector),
    obligations: parseObligations(row.obligations),
  };
  const askedNodes = nodes.map(askedNodeOf);
  return {
    ...read,
    ...{ askedNodes, hash: requestHash({ ...read, nodes: askedNodes }, row.version) },
    state: stateFrom(state),
    requesterName: requester.name,
    isRequesterDisabled: requester.disabledAt !== null,
    nodes: nodes.map(({ node }) => nodeLabelOf(node)),
    glass: glass && glassOf(glass),
    grantId: grant?.id ?? null,
    accessEndsAt: grant?.endedAt ?? grant?.endsAt ?? null,
    decisions: decisions.map(decisionOf),
  };
}

/** A request with a glass is a break-glass. */
export function kindOf(glass: object | null): RequestKind {
  return glass ? "break-glass" : "regular";
}

const states = z.enum(REQUEST_STATES);

/** Reads the column; a CHECK constraint holds it to the list. */
function stateFrom(column: string): RequestState {
  return states.parse(column);
}

const windowStarts = z.enum(WINDOW_STARTS);

/** Reads the column; a CHECK constraint holds it to the list. */
export function windowStartFrom(column: string): WindowStart {
  return windowStarts.parse(column);
}
