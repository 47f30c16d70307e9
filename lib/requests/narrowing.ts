/** How much of a request is left: what a grant is issued for, and what the gateway holds it to. */
export interface Effect {
  readonly windowSeconds: number;
  /** The named nodes that are left; null with a selector. */
  readonly nodeIds: readonly string[] | null;
  /** Of the selector's nodes at most so many at once; null where nodes are named. */
  readonly mostNodes: number | null;
}

/** One decider's own narrowing of what was asked. */
export interface Narrowing {
  /** Null: as asked. */
  readonly windowSeconds: number | null;
  /** Empty: all. */
  readonly nodeIds: readonly string[];
  /** Null: as asked. */
  readonly mostNodes: number | null;
}

/**
 * What is left when each decider narrowed for themselves: the shortest window, the nodes that all of them left, the
 * smallest number. Never more than was asked; the order of the decisions changes nothing.
 * @returns `nodeIds` empty: nothing is left, and nothing can be granted
 */
export function effectOf(asked: Effect, narrowings: readonly Narrowing[]): Effect {
  return narrowings.reduce<Effect>(
    (left, { windowSeconds, nodeIds, mostNodes }) => ({
      windowSeconds: Math.min(left.windowSeconds, windowSeconds ?? left.windowSeconds),
      nodeIds:
        left.nodeIds && nodeIds.length > 0 ? left.nodeIds.filter((id) => nodeIds.includes(id)) : left.nodeIds,
      mostNodes: left.mostNodes === null ? null : Math.min(left.mostNodes, mostNodes ?? left.mostNodes),
    }),
    asked,
  );
}

/** Whether two effects permit the same. */
export function isSameEffect(first: Effect, second: Effect): boolean {
  return (
    first.windowSeconds === second.windowSeconds &&
    first.mostNodes === second.mostNodes &&
    first.nodeIds?.length === second.nodeIds?.length &&
    (first.nodeIds ?? []).every((id) => second.nodeIds?.includes(id))
  );
}
