import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { scopeFrom } from "@/lib/grants/store";
import { ROLES } from "@/lib/kernel/config/config";
import { selectorFrom } from "@/lib/nodes/selector-input";
import { findNodes } from "@/lib/nodes/store";
import { USED, usedDelegation } from "@/lib/people/delegations/store";
import { onCallGroups } from "@/lib/people/on-call/on-call-now";
import { parseObligations } from "@/lib/policy/obligations";
import type { Narrowing } from "@/lib/requests/narrowing";
import { ASKED_NODE, askedNodeOf, EXTENSION, kindOf, windowStartFrom } from "@/lib/requests/store";
import type { StepUpLevel } from "@/lib/step-up/levels";
import { levelAt } from "@/lib/step-up/require-proof";
import type { OpeningFacts } from "./rules";

const rolesSchema = z.array(z.enum(ROLES));

/** Everything that `mayOpen` looks at; null when there is no such brokered session. */
export async function findOpeningFacts(tx: Tx, sessionId: string): Promise<OpeningFacts | null> {
  const session = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { grantId: true, nodeId: true, personId: true },
  });
  const { grantId, nodeId, personId } = session ?? {};
  return grantId && nodeId && personId ? findFactsOf(tx, { grantId, nodeId, personId }) : null;
}

const GRANT = {
  id: true,
  personId: true,
  startsAt: true,
  endsAt: true,
  endedAt: true,
  windowStart: true,
  windowSeconds: true,
  firstUsedAt: true,
  ruleVersion: true,
  obligations: true,
  selector: true,
  mostNodes: true,
  osUser: true,
  nodes: { select: { node: { select: { id: true, missingSince: true } } } },
  request: {
    select: {
      id: true,
      state: true,
      requesterId: true,
      ruleVersion: true,
      obligations: true,
      justification: true,
      incident: true,
      windowSeconds: true,
      windowStart: true,
      selector: true,
      mostNodes: true,
      osUsers: true,
      nodes: { select: ASKED_NODE },
      glass: { select: { unit: true, brokenAt: true } },
      extension: EXTENSION,
      decisions: {
        where: { verdict: "approve" },
        select: {
          personId: true,
          requestVersion: true,
          requestHash: true,
          ruleVersion: true,
          windowSeconds: true,
          nodeIds: true,
          mostNodes: true,
          osUser: true,
          groups: true,
          delegatedGroups: true,
          delegation: { select: USED },
          createdAt: true,
          person: { select: { disabledAt: true, groups: true } },
        },
        orderBy: { createdAt: "asc" },
      },
    },
  },
} as const;

/** How its giver proved that it was them, for exactly this approval: of a rule's own decision nobody. */
async function provenFor(
  tx: Tx,
  decision: Narrowing & {
    requestId: string;
    personId: string | null;
    requestHash: string | null;
    createdAt: Date;
  },
): Promise<StepUpLevel> {
  const { requestId, personId, requestHash, createdAt } = decision;
  const { windowSeconds, nodeIds, mostNodes, osUser } = decision;
  if (personId === null || requestHash === null) return "none";
  const subject = { requestId, personId, requestHash, windowSeconds, nodeIds, mostNodes, osUser };
  return levelAt(tx, { purpose: "decision", ...subject }, createdAt);
}

/** Whether the decider decided for the requester at that time: then nothing of the requester's was theirs to decide. */
async function stoodInFor(
  tx: Tx,
  delegatorId: string,
  delegateId: string,
  { createdAt: at }: { createdAt: Date },
): Promise<boolean> {
  const count = await handleOf(tx).delegation.count({
    where: {
      ...{ delegatorId, delegateId, createdAt: { lte: at }, endsAt: { gt: at } },
      OR: [{ withdrawnAt: null }, { withdrawnAt: { gt: at } }],
    },
  });
  return count > 0;
}

/** The same before there is a session: what a grant says about one of its nodes and its person. */
export async function findFactsOf(
  tx: Tx,
  which: { grantId: string; nodeId: string; personId: string },
): Promise<OpeningFacts | null> {
  const row = await handleOf(tx).grant.findUnique({ where: { id: which.grantId }, select: GRANT });
  const person = await handleOf(tx).person.findUnique({
    where: { id: which.personId },
    select: { id: true, roles: true, groups: true, disabledAt: true },
  });
  const [node] = await findNodes(tx, [which.nodeId]);
  if (!row || !person || !node) return null;
  const { request, obligations, selector, ...grant } = row;
  const { decisions, glass, ...asked } = request;
  const { id, accountId, region, protection, tags, missingSince } = node;
  const decided: OpeningFacts["decisions"][number][] = [];
  // One after the other: they may be read in one transaction.
  for (const { personId, person: decider, groups, delegatedGroups, delegation, ...decision } of decisions) {
    // Whoever was switched off since is nobody who was asked, neither for themselves nor for another; nor is whoever left.
    const isEnabled = decider !== null && decider.disabledAt === null;
    const still = isEnabled ? groups.filter((group) => decider.groups.includes(group)) : [];
    const used = isEnabled ? usedDelegation(delegation, { ...decision, delegatedGroups }) : null;
    decided.push({
      ...decision,
      given: { personId, groups: still, delegation: used },
      isRequestersDelegate:
        personId !== null && (await stoodInFor(tx, request.requesterId, personId, decision)),
      stepUp: await provenFor(tx, { ...decision, personId, requestId: request.id }),
    });
  }
  return {
    grant: {
      ...grant,
      nodes: scopeFrom(row).nodes,
      selector: selectorFrom(selector),
      windowStart: windowStartFrom(grant.windowStart),
      obligations: parseObligations(obligations),
    },
    request: {
      ...asked,
      kind: kindOf(glass),
      glass,
      windowStart: windowStartFrom(asked.windowStart),
      selector: selectorFrom(asked.selector),
      obligations: parseObligations(asked.obligations),
      nodes: asked.nodes.map(askedNodeOf),
    },
    decisions: decided,
    person: {
      ...person,
      roles: rolesSchema.parse(person.roles),
      onCall: await onCallGroups(tx, person, await databaseNow(tx)),
    },
    node: { id, accountId, region, protection, tags, missingSince },
  };
}
