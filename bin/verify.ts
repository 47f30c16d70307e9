import { type AuditReport, verifyAudit } from "@/lib/audit/verify-audit";
import { print, printError } from "./output";

/** sysexits.h, EX_USAGE */
const USAGE = 64;

/**
 * Checks the audit chain and says step by step what holds.
 * @returns 0 when everything does, 1 when something was tampered with or has no seal
 */
export async function verify(options: {
  database?: string | undefined;
  anchor?: string | undefined;
}): Promise<number> {
  const databaseUrl = options.database ?? process.env.DATABASE_URL;
  if (!databaseUrl) {
    printError("Which database? Give --database or set DATABASE_URL.");
    return USAGE;
  }
  const anchor = options.anchor === undefined ? undefined : readAnchor(options.anchor);
  if (anchor === null) {
    printError("--anchor must be a batch's number, a colon and its hash, as an earlier run printed it.");
    return USAGE;
  }
  print("Reading the audit and its chain, all of one moment …");
  return report(await verifyAudit(databaseUrl, anchor));
}

function report({ verdict, unguarded }: AuditReport): number {
  if (!verdict.ok) {
    printError(`${verdict.item}: ${verdict.fault}. ${capitalised(verdict.detail)}.`);
    return 1;
  }
  const { batches, events, unsealed, head } = verdict;
  print(
    `${events} events in ${batches} batches: each event is what was sealed, none is missing, added or moved.`,
  );
  print(`${unsealed} events wait for their seal, none longer than 10 seconds.`);
  if (unguarded.length > 0) {
    printError(`${unguarded.join(", ")}: the triggers that refuse changes are missing or switched off.`);
    return 1;
  }
  print("The triggers that refuse changes are in place.");
  print(`Keep this elsewhere, and give it to the next run: --anchor ${head.number}:${head.hash}`);
  return 0;
}

function readAnchor(text: string): { number: number; hash: string } | null {
  const parts = /^(\d{1,9}):([0-9a-f]{64})$/.exec(text);
  return parts?.[1] && parts[2] ? { number: Number(parts[1]), hash: parts[2] } : null;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
