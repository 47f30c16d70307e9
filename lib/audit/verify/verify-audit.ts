import type { NoteKey } from "../heads/note";
import { type Fault, FaultList } from "./faults";
import { readGuards } from "./guard-store";
import { readHeads, readKeys } from "./heads/note-store";
import { type HeadCover, sizesOf, verifyHeads } from "./heads/verify-heads";
import { hasOlderBatches, readRangePairs } from "./ranges/range-pair-store";
import { type RangeCover, verifySealedRanges } from "./ranges/verify-sealed-ranges";
import { countUnclosed, readPairs, readRangeContents } from "./row-store";
import { readChain, withEvidence } from "./store";
import { type ChainCover, verifyChain } from "./verify-chain";
import { coverOf, type GuardCover, verifyGuards, verifyRights } from "./verify-guards";
import { verifyRanges } from "./verify-ranges";
import { type RowCover, verifyRows } from "./verify-rows";

interface Against {
  /** A batch and its hash, noted earlier. */
  anchor?: { number: number; hash: string } | undefined;
  /** Signed heads, as they were anchored; null: not given. */
  anchors?: readonly string[] | null;
  /** Public keys; without them those that the database lists. */
  keys?: readonly NoteKey[] | undefined;
}

export interface AuditReport {
  heads: HeadCover & {
    /** Public keys, as text. */
    keys: readonly string[];
    /** The keys are the database's own: whoever owns it could list another. */
    areKeysListed: boolean;
  };
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
 * @param against what was kept elsewhere
 */
export async function verifyAudit(
  databaseUrl: string,
  { anchor, anchors = null, keys }: Against = {},
): Promise<AuditReport> {
  return withEvidence(databaseUrl, async (query) => {
    const faults = new FaultList();
    const listed = keys === undefined;
    const notes = { heads: await readHeads(query), anchors, keys: keys ?? (await readKeys(query)) };
    const chain = await verifyChain(readChain(query), faults, { anchor, sizes: sizesOf(notes) });
    const hasOlder = await hasOlderBatches(query);
    const ranges = await verifySealedRanges(readRangePairs(query), faults, chain.ranges, hasOlder);
    const rows = await verifyRows(readPairs(query), faults, chain.firstBoundAt);
    await verifyRanges(readRangeContents(query), faults);
    const guards = await readGuards(query);
    verifyGuards(guards, faults);
    verifyRights(guards, faults);
    const heads = verifyHeads(notes, faults, { size: chain.head.number, roots: chain.roots });
    return {
      heads: { ...heads, keys: notes.keys.map(({ text }) => text), areKeysListed: listed },
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
