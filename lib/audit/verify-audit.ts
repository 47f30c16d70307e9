import { type ChainVerdict, verifyChain } from "./verify-chain";
import { readChain, readUnguardedTables, withEvidence } from "./verify-store";

export interface AuditReport {
  verdict: ChainVerdict;
  /** Evidence tables that could be changed right now, because their triggers are missing or off. */
  unguarded: string[];
}

/**
 * Checks the audit chain of a database. Needs no portal: its address and any login that may read the audit tables.
 * @param anchor a batch and its hash, noted elsewhere earlier
 */
export async function verifyAudit(
  databaseUrl: string,
  anchor?: { number: number; hash: string },
): Promise<AuditReport> {
  return withEvidence(databaseUrl, async (query) => ({
    verdict: await verifyChain(readChain(query), anchor),
    unguarded: await readUnguardedTables(query),
  }));
}
