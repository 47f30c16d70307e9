import type { Hash } from "../merkle/tree";

const LENGTH = 32;

/** Hashes that stand one behind the other in one column. */
export function splitLeaves(joined: Uint8Array): Hash[] {
  return Array.from({ length: Math.floor(joined.length / LENGTH) }, (_, index) =>
    joined.subarray(index * LENGTH, (index + 1) * LENGTH),
  );
}
