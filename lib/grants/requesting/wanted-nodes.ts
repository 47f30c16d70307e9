import type { Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { mayRequest } from "@/lib/nodes/rules";
import { type NodeSelector, SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching } from "@/lib/nodes/selector-store";
import { findNodes, type RuleNode } from "@/lib/nodes/store";

/**
 * The nodes that somebody asks for, named or by what a selector matches now.
 * @returns NODE_UNKNOWN naming those that are not there, SELECTOR_EMPTY, SELECTOR_TOO_WIDE or ROLE_MISSING
 */
export async function findWantedNodes(
  tx: Tx,
  person: Pick<PersonActor, "roles">,
  { nodeIds, selector }: { nodeIds: readonly string[]; selector: NodeSelector | null },
): Promise<Verdict<RuleNode[]>> {
  if (selector) {
    const most = SELECTOR_LIMITS.matches;
    const { nodes, count } = await findMatching(tx, selector, most);
    if (count === 0) return refuse("SELECTOR_EMPTY");
    return count > most ? refuse("SELECTOR_TOO_WIDE", { count, most }) : allow(nodes);
  }
  const nodes = await findNodes(tx, nodeIds);
  const unknown = nodeIds.filter((id) => !nodes.some((node) => node.id === id));
  if (unknown.length > 0) return refuse("NODE_UNKNOWN", { nodes: unknown });
  for (const node of nodes) {
    const may = mayRequest(person, node);
    if (!may.ok) return may;
  }
  return allow(nodes);
}
