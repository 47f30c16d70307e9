import type { NodeLabel } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";

/** What an approval gives, as the approver has it on the screen. */
export interface Given {
  windowSeconds: number;
  /** The named nodes that stay; empty where a selector says which. */
  nodeIds: readonly string[];
  /** Of a selector's nodes at most so many; null where nodes are named. */
  mostNodes: number | null;
  /** The users on the nodes up to the one it is for, least mighty first; empty where none is named. */
  osUsers: readonly string[];
}

/** What an approval as it stands gives: as requested, or as earlier decisions left it. */
export function wholeOf({ effective }: Pick<RequestDetail, "effective">): Given {
  return {
    windowSeconds: effective.windowSeconds,
    nodeIds: effective.nodes?.map(({ id }) => id) ?? [],
    mostNodes: effective.mostNodes,
    osUsers: effective.osUsers,
  };
}

/**
 * What the approver chose, of what is left now: another approver may have left out more meanwhile. What was left out
 * here stays out, whatever else is there.
 */
export function withinWhole(chosen: Partial<Given>, whole: Given): Given {
  const { windowSeconds, nodeIds, mostNodes, osUsers = whole.osUsers } = chosen;
  return {
    windowSeconds: Math.min(windowSeconds ?? whole.windowSeconds, whole.windowSeconds),
    nodeIds: nodeIds ? whole.nodeIds.filter((id) => nodeIds.includes(id)) : whole.nodeIds,
    mostNodes: whole.mostNodes === null ? null : Math.min(mostNodes ?? whole.mostNodes, whole.mostNodes),
    osUsers: osUsers.length < whole.osUsers.length ? osUsers : whole.osUsers,
  };
}

/** Where it is less than the whole; undefined stands for "as requested". */
export function lessOf(
  given: Given,
  whole: Given,
): {
  windowSeconds: number | undefined;
  nodeIds: readonly string[] | undefined;
  mostNodes: number | undefined;
  osUser: string | undefined;
} {
  return {
    windowSeconds: given.windowSeconds < whole.windowSeconds ? given.windowSeconds : undefined,
    nodeIds: given.nodeIds.length < whole.nodeIds.length ? given.nodeIds : undefined,
    mostNodes:
      given.mostNodes !== null && given.mostNodes < (whole.mostNodes ?? 0) ? given.mostNodes : undefined,
    osUser: given.osUsers.length < whole.osUsers.length ? given.osUsers.at(-1) : undefined,
  };
}

/** The named nodes that an approval gives. */
export function givenNodes(request: Pick<RequestDetail, "effective" | "nodes">, given: Given): NodeLabel[] {
  return (request.effective.nodes ?? request.nodes).filter(({ id }) => given.nodeIds.includes(id));
}
