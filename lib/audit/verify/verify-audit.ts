import { type Fault, FaultList } from "./faults";
import { readGuards } from "./guard-store";
import { hasOlderBatches, readRangePairs } from "./ranges/range-pair-store";
import { type RangeCover, verifySealedRanges } from "./ranges/verify-sealed-ranges";
import { countUnclosed, readPairs, readRangeContents } from "./row-store";
import { readChain, withEvidence } from "./store";
import { type ChainCover, verifyChain } from "./verify-chain";
import { coverOf, type GuardCover, verifyGuards, verifyRights } from "./verify-guards";
import { verifyRanges } from "./verify-ranges";
import { type RowCover, verifyRows } from "./verify-rows";

export interface AuditReport {
  /** The first thousand, in the order of the steps. */
  faults: readonly Fault[];
  faultCount: number;
  chain: ChainCover;
  ranges: RangeCover;
  rows: RowCover;
  /** Recordings of sessions that are over, which no gateway lived to close: their ranges have no hash in an event. */
  unclosed: number;
  guards: GuardCover;
}

/**
 * Checks the audit of a database, step by step, and lists every fault. Needs no portal: its address and a login that
 * may read the evidence tables.
 * @param anchor a batch and its hash, noted elsewhere earlier
 */
export async function verifyAudit(
  databaseUrl: string,
  anchor?: { number: number; hash: string },
): Promise<AuditReport> {
  return withEvidence(databaseUrl, async (query) => {
    const faults = new FaultList();
    const chain = await verifyChain(readChain(query), faults, { anchor });
    const hasOlder = await hasOlderBatches(query);
    const ranges = await verifySealedRanges(readRangePairs(query), faults, chain.ranges, hasOlder);
    const rows = await verifyRows(readPairs(query), faults, chain.firstBoundAt);
    await verifyRanges(readRangeContents(query), faults);
    const guards = await readGuards(query);
    verifyGuards(guards, faults);
    verifyRights(guards, faults);
    return {
      faults: faults.found,
      faultCount: faults.count,
      chain,
      ranges,
      rows,
      unclosed: await countUnclosed(query),
      guards: coverOf(guards),
    };
  });
}
