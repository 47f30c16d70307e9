import type { Tx } from "@/lib/db/client";
import { addJob } from "@/lib/db/jobs";
import { refuse, type Verdict } from "@/lib/kernel/errors";
import { isStale } from "@/lib/nodes/rules";
import type { RuleNode } from "@/lib/nodes/store";

/**
 * Refuses to decide on tags that are too old, and queues a fresh reading of their accounts: the refusal commits, so
 * the next try finds them fresh.
 * @returns STALE_NODE naming the nodes, or null when all are fresh enough
 */
export async function refuseStale(
  tx: Tx,
  nodes: readonly RuleNode[],
  at: Date,
  longestAgeSeconds: number,
): Promise<Verdict<never> | null> {
  const stale = nodes.filter((node) => isStale(node, at, longestAgeSeconds));
  if (stale.length === 0) return null;
  for (const accountId of new Set(stale.map((node) => node.accountId)))
    await addJob(tx, "read-inventory", { accountId }, { key: `read-inventory:${accountId}` });
  return refuse("STALE_NODE", { nodes: stale.map(({ id }) => id), longestAgeSeconds });
}
