import { type Fault, FaultList } from "./faults";
import { readChain, readUnguardedTables, withEvidence } from "./store";
import { type ChainCover, verifyChain } from "./verify-chain";

export interface AuditReport {
  /** The first thousand, in the order of the steps. */
  faults: readonly Fault[];
  faultCount: number;
  chain: ChainCover;
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
    const chain = await verifyChain(readChain(query), faults, anchor);
    for (const table of await readUnguardedTables(query))
      faults.add(
        "guards",
        "unguarded",
        table,
        "the triggers that refuse changes are missing or switched off",
      );
    return { faults: faults.found, faultCount: faults.count, chain };
  });
}
