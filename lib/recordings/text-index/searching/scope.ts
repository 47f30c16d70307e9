import type { TextKind } from "../kinds";
import { findRunsOf, type Run } from "./search-store";

/** Which recordings are searched, newest text first. */
export interface SearchScope {
  /**
   * @param before looks at what begins before this block
   * @returns the runs that may be searched from `reached` on: 0 when there is nothing further back
   */
  runsBefore: (kind: TextKind, before: number) => Promise<{ runs: Run[]; reached: number }>;
}

const RUNS = 2_000;

/** These recordings and no others. */
export function onlySessions(sessionIds: readonly string[]): SearchScope {
  return {
    runsBefore: async (kind, before) => {
      const runs = await findRunsOf(kind, sessionIds, { before, limit: RUNS });
      return { runs, reached: runs.length < RUNS ? 0 : (runs.at(-1)?.firstBlock ?? 0) };
    },
  };
}

/** Whether a block is in one of the runs. @param runs newest first */
export function isInRuns(runs: readonly Run[], block: number): boolean {
  let [low, high] = [0, runs.length];
  // The first run that begins at the block or before it.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.firstBlock ?? 0) <= block) high = middle;
    else low = middle + 1;
  }
  const run = runs[low];
  return run !== undefined && block < run.firstBlock + run.blocks;
}
