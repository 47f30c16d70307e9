import type { AnchoredNotes } from "../heads/anchors/anchored-notes";
import type { TrustedKey } from "../heads/trusted-keys";
import { type Fault, FaultList } from "./faults";
import { readGuards } from "./guard-store";
import { type AnchorRange, readAnchorRanges, readHeads, readKeys } from "./heads/note-store";
import { type SignedNotes, sizesOf, verifyHeads } from "./heads/verify-heads";
import { readMovedRanges, readPacks, readUnpacked } from "./packs/pack-store";
import { type MovedObjects, verifyPacks } from "./packs/verify-packs";
import { hasOlderBatches, readRangePairs } from "./ranges/range-pair-store";
import { verifySealedRanges } from "./ranges/verify-sealed-ranges";
import { countUnclosed, readPairs, readRangeContents } from "./row-store";
import { type AuditFindings, type StepResult, stepResults } from "./step-results";
import { type Query, readChain, withEvidence } from "./store";
import { readBatchHashes, readKeptNodes } from "./tree/node-store";
import { verifyTree } from "./tree/verify-tree";
import { verifyChain } from "./verify-chain";
import { coverOf, verifyGuards, verifyRights } from "./verify-guards";
import { verifyRanges } from "./verify-ranges";
import { verifyRows } from "./verify-rows";

interface Against {
  /** A batch and its hash, noted earlier. */
  anchor?: { number: number; hash: string } | undefined;
  /** Signed heads, as they were anchored; null: not given. */
  anchors?: (() => Promise<AnchoredNotes>) | null;
  /** Output that was moved out of the database; null: not given. */
  objects?: MovedObjects | null;
  /** Public keys; without them those that the database lists. */
  keys?: readonly TrustedKey[] | undefined;
}

export interface AuditReport extends AuditFindings {
  /** What each step came to, in order. */
  steps: readonly StepResult[];
  /** The first thousand, in the order of the steps. */
  faults: readonly Fault[];
  faultCount: number;
}

/**
 * Checks the audit of a database, step by step, and lists every fault. Needs no portal: its address and a login that
 * may read the evidence tables.
 * @param against what was kept elsewhere
 */
export async function verifyAudit(
  databaseUrl: string,
  { anchor, anchors: readAnchors = null, objects = null, keys }: Against = {},
): Promise<AuditReport> {
  // In this order: what is anchored while the anchors are read is not yet to be in them, and is in the log that follows.
  const ranges = readAnchors && (await withEvidence(databaseUrl, readAnchorRanges));
  const anchored = readAnchors && { ...(await readAnchors()), ranges: ranges ?? [] };
  return withEvidence(databaseUrl, async (query) => {
    const faults = new FaultList();
    const listed = keys === undefined;
    const notes = await readNotes(query, anchored, keys);
    const chain = await verifyChain(readChain(query), faults, { anchor, sizes: sizesOf(notes) });
    const tree = await verifyTree(readBatchHashes(query), readKeptNodes(query), faults);
    const hasOlder = await hasOlderBatches(query);
    const sealed = await verifySealedRanges(readRangePairs(query), faults, chain.ranges, hasOlder);
    const rows = await verifyRows(readPairs(query), faults, chain.firstBoundAt);
    await verifyRanges(readRangeContents(query), faults);
    const packs = await verifyPacks(
      {
        packs: readPacks(query),
        rangesOf: (pack) => readMovedRanges(query, pack),
        unpacked: readUnpacked(query),
      },
      faults,
      objects,
    );
    const guards = await readGuards(query);
    verifyGuards(guards, faults);
    verifyRights(guards, faults);
    const heads = verifyHeads(notes, faults, { size: chain.head.number, roots: chain.roots });
    for (const name of anchored?.unreadable ?? [])
      faults.add("anchors", "removed", name, "it is listed and can't be read: it was archived, or is gone");
    for (const name of anchored?.hidden ?? [])
      faults.add("anchors", "removed", name, "a delete marker hides it; it was read all the same");
    const findings: AuditFindings = {
      heads: { ...heads, keys: notes.keys.map(({ text }) => text), areKeysListed: listed },
      ...{
        chain,
        tree,
        ranges: sealed,
        rows,
        packs,
        guards: coverOf(guards),
        unclosed: await countUnclosed(query),
      },
      ...{ hasNoted: anchor !== undefined, hasAnchors: anchored !== null },
    };
    return {
      ...findings,
      steps: stepResults(findings, faults),
      ...{ faults: faults.found, faultCount: faults.count },
    };
  });
}

async function readNotes(
  query: Query,
  anchors: (AnchoredNotes & { ranges: readonly AnchorRange[] }) | null,
  keys: readonly TrustedKey[] | undefined,
): Promise<SignedNotes> {
  const heads = await readHeads(query);
  const range = anchors?.ranges.find(({ place }) => place === anchors.place);
  const has = (number: number) =>
    range ? number >= range.first && number <= range.last : anchors?.place === "file";
  return {
    ...{ heads: heads.map(({ note }) => note), keys: keys ?? (await readKeys(query)) },
    ...{ anchors: anchors?.notes ?? null, anchorNames: anchors?.names ?? null },
    expected: new Set(heads.filter(({ number }) => has(number)).map(({ note }) => note)),
  };
}
