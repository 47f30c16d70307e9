import { readNodeTags } from "@/lib/aws/inventory";
import { readRolePolicies } from "@/lib/aws/roles";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { sessionKeyArn } from "@/lib/kernel/config/session-document";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { protectionOf } from "@/lib/nodes/rules";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import { type Proof, proveSessionPolicy, type RoleBounds } from "@/lib/session-policy/check";
import type { SessionScope } from "@/lib/session-policy/scope";
import { checkDocument, type SeenDocument } from "./check-document";
import type { FreshNode, OpeningFacts } from "./rules";

/** What AWS says now of everything that a start must know. */
export interface FreshAccount {
  readonly node: FreshNode;
  readonly role: RoleBounds;
  readonly document: SeenDocument;
}

/**
 * Asks AWS for the node's tags, the target role's own policies and the document, at once.
 * @throws AppError NODE_UNKNOWN when the node is gone, DOCUMENT_CHANGED when the document is not what its name says, AWS_*
 */
export async function readFreshAccount(
  account: AccountConfig,
  facts: OpeningFacts,
  documentName: string,
): Promise<FreshAccount> {
  const { id: nodeId, region, protection } = facts.node;
  const [tags, role, document] = await Promise.all([
    readNodeTags(account, region, nodeId).catch((error: unknown) => {
      throw error instanceof AppError && error.code === "AWS_NOT_FOUND"
        ? new AppError("NODE_UNKNOWN", `${nodeId} is gone`, { cause: error, params: { nodes: [nodeId] } })
        : error;
    }),
    readRolePolicies(account, account.targetRoleArn),
    checkDocument({ account, region }, documentName),
  ]);
  return {
    document,
    node: { tags, protection: protectionOf(account.protection, tags, protection) },
    role: {
      roleName: account.targetRoleArn.slice(account.targetRoleArn.lastIndexOf("/") + 1),
      policies: role.policies,
      boundary: role.boundary,
    },
  };
}

/** What one session is about: its node, its document and its key, and its grant's window in whole seconds. */
export function scopeOf(
  account: AccountConfig,
  session: { id: SessionId; region: string; nodeId: string; documentName: string },
  window: { startsAt: Date; endsAt: Date },
): SessionScope {
  const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
  return {
    partition: account.targetRoleArn.split(":")[1] ?? "aws",
    accountId: account.accountId,
    region: session.region,
    nodeId: session.nodeId,
    documentName: session.documentName,
    sessionId: session.id,
    startsAt: wholeSecond(window.startsAt),
    endsAt: wholeSecond(window.endsAt),
    keyArn: sessionKeyArn(account, session.region),
  };
}

/**
 * Writes the policy and puts it to both checks.
 * @throws AppError POLICY_UNSAFE naming what failed
 */
export async function writePolicy(
  scope: SessionScope,
  { role, node }: FreshAccount,
): Promise<{ policy: string; proof: Proof }> {
  if (scope.startsAt >= scope.endsAt)
    throw new AppError("GRANT_OVER", "less than a second of the window is left");
  const policy = buildSessionPolicy(scope);
  const proof = await proveSessionPolicy(policy, scope, role, node.tags);
  if (!proof.isSafe) {
    const failures = proof.checks.flatMap((check) => check.failures);
    throw new AppError("POLICY_UNSAFE", `the session policy failed: ${failures.join(", ")}`, {
      params: { why: failures },
    });
  }
  return { policy, proof };
}
