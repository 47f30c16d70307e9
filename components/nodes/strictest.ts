import type { NodeLabel } from "@/lib/nodes/views";

type Classed = Pick<NodeLabel, "protection" | "tags">;

/**
 * The node that one has to be most careful with, for lines that have room for one class only: production before
 * staging, then the lowest tier. Tags are hostile text: what is no tier of one digit counts as none.
 * @returns undefined for no node
 */
export function strictestOf<N extends Classed>(nodes: readonly N[]): N | undefined {
  return nodes.reduce<N | undefined>(
    (strictest, node) => (strictest === undefined || rankOf(node) < rankOf(strictest) ? node : strictest),
    undefined,
  );
}

const NO_TIER = 9;

function rankOf({ protection, tags }: Classed): number {
  const tier = /^\d$/.test(tags.Tier ?? "") ? Number(tags.Tier) : NO_TIER;
  return (protection === "production" ? 0 : 100) + tier;
}
