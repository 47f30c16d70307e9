import { handleOf, type Tx } from "@/lib/db/client";
import type { GrantScope, GrantWindow, RuleGrant, RunningSession } from "@/lib/grants/rules";
import { SCOPE, scopeFrom } from "@/lib/grants/store";
import { findNodes, type RuleNode } from "@/lib/nodes/store";
import { windowStartFrom } from "@/lib/requests/store";

/** What a new session hangs on. */
export interface CreationFacts {
  readonly grant: RuleGrant &
    GrantScope &
    GrantWindow & { readonly requestId: string; readonly osUser: string | null };
  readonly node: RuleNode;
  /** The person's session under this grant on this node that is not over. */
  readonly running: RunningSession | null;
}

/** With the grant locked, so that two clicks take turns. @returns null when there is no such grant or node */
export async function lockCreationFacts(
  tx: Tx,
  grantId: string,
  nodeId: string,
): Promise<CreationFacts | null> {
  await handleOf(tx).$queryRaw`select id from grants where id = ${grantId} for update`;
  const grant = await handleOf(tx).grant.findUnique({
    where: { id: grantId },
    select: {
      id: true,
      requestId: true,
      personId: true,
      startsAt: true,
      endsAt: true,
      endedAt: true,
      windowStart: true,
      windowSeconds: true,
      firstUsedAt: true,
      osUser: true,
      ...SCOPE,
    },
  });
  const [node] = await findNodes(tx, [nodeId]);
  if (!grant || !node) return null;
  return {
    grant: { ...grant, ...scopeFrom(grant), windowStart: windowStartFrom(grant.windowStart) },
    node,
    running: await findRunning(tx, grantId, nodeId),
  };
}

/** The one session that a grant may have running on a node. */
export async function findRunning(tx: Tx, grantId: string, nodeId: string): Promise<RunningSession | null> {
  return handleOf(tx).session.findFirst({
    where: { grantId, nodeId, state: { in: ["created", "opening", "open"] } },
    select: { id: true, state: true },
  });
}
