import { osUserOf } from "./os-user-rules";

/** How much of a request is left: what a grant is issued for, and what the gateway holds it to. */
export interface Effect {
  readonly windowSeconds: number;
  /** The named nodes that are left; null with a selector. */
  readonly nodeIds: readonly string[] | null;
  /** Of the selector's nodes at most so many at once; null where nodes are named. */
  readonly mostNodes: number | null;
  /** The users on the nodes that it could still be, least mighty first; the last is the one it is for. Empty: none is named. */
  readonly osUsers: readonly string[];
}

/** One decider's own narrowing of what was asked. */
export interface Narrowing {
  /** Null: as asked. */
  readonly windowSeconds: number | null;
  /** Empty: all. */
  readonly nodeIds: readonly string[];
  /** Null: as asked. */
  readonly mostNodes: number | null;
  /** One of the asked effect's users, the asked one or a lesser; null: as asked. */
  readonly osUser: string | null;
}

/**
 * What is left when each decider narrowed for themselves: the shortest window, the nodes that all of them left, the
 * smallest number, the least user. Never more than was asked; the order of the decisions changes nothing.
 * @returns `nodeIds` empty: nothing is left, and nothing can be granted
 */
export function effectOf(asked: Effect, narrowings: readonly Narrowing[]): Effect {
  return narrowings.reduce<Effect>(
    (left, { windowSeconds, nodeIds, mostNodes, osUser }) => ({
      windowSeconds: Math.min(left.windowSeconds, windowSeconds ?? left.windowSeconds),
      nodeIds:
        left.nodeIds && nodeIds.length > 0 ? left.nodeIds.filter((id) => nodeIds.includes(id)) : left.nodeIds,
      mostNodes: left.mostNodes === null ? null : Math.min(left.mostNodes, mostNodes ?? left.mostNodes),
      osUsers: osUser === null ? left.osUsers : left.osUsers.slice(0, placeOf(asked, osUser)),
    }),
    asked,
  );
}

/** Which of the users it is, counted from 1. A name that is none of them, which no rule lets in, leaves the least. */
function placeOf({ osUsers }: Effect, osUser: string): number {
  return Math.max(osUsers.indexOf(osUser), 0) + 1;
}

/** Whether two effects permit the same. */
export function isSameEffect(first: Effect, second: Effect): boolean {
  return (
    first.windowSeconds === second.windowSeconds &&
    first.mostNodes === second.mostNodes &&
    osUserOf(first) === osUserOf(second) &&
    first.nodeIds?.length === second.nodeIds?.length &&
    (first.nodeIds ?? []).every((id) => second.nodeIds?.includes(id))
  );
}
