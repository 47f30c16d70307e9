import { readFileSync } from "node:fs";
import { readAnchors } from "@/lib/audit/heads/anchors/read-anchors";
import { readTrustedKeys, type TrustedKey } from "@/lib/audit/heads/trusted-keys";
import { openMovedObjects } from "@/lib/audit/verify/packs/moved-objects";
import { type AuditReport, verifyAudit } from "@/lib/audit/verify/verify-audit";
import { inOneLine, print, printError } from "./output";
import { printSteps } from "./print-steps";

/** What `halligan verify` ends with. */
const EXIT = { verified: 0, faults: 1, notRun: 2 } as const;

/**
 * Checks the audit and says what it covered. Every fault is a line.
 * @returns 0 verified, 1 faults were found, 2 it could not run
 */
export async function verify(options: {
  database?: string | undefined;
  anchor?: string | undefined;
  anchors?: string | undefined;
  recordings?: string | undefined;
  key?: string | undefined;
  json?: boolean | undefined;
}): Promise<number> {
  const databaseUrl = options.database ?? process.env.DATABASE_URL;
  if (!databaseUrl) {
    printError("Which database? Give --database or set DATABASE_URL.");
    return EXIT.notRun;
  }
  const anchor = options.anchor === undefined ? undefined : readAnchor(options.anchor);
  if (anchor === null) {
    printError("--anchor must be a batch's number, a colon and its hash, as an earlier run printed it.");
    return EXIT.notRun;
  }
  const where = options.anchors;
  try {
    const report = await verifyAudit(databaseUrl, {
      anchor,
      anchors: where === undefined ? null : () => readAnchors(where),
      objects: options.recordings === undefined ? null : await openMovedObjects(options.recordings),
      keys: options.key === undefined ? undefined : readKeyFile(options.key),
    });
    if (options.json === true) print(JSON.stringify(report, null, 2));
    else printReport(report);
    return report.faultCount === 0 ? EXIT.verified : EXIT.faults;
  } catch (error) {
    // Whatever kept it from reading: not verified, and no fault either.
    printError(`Could not verify: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.notRun;
  }
}

function printReport({ steps, faults, faultCount, chain, heads, ranges, rows, unclosed }: AuditReport): void {
  printSteps(steps);
  for (const { step, code, item, detail, breaksHashes } of faults)
    printError(
      inOneLine(
        `${step}: ${item}: ${code}. ${capitalised(detail)}${breaksHashes ? "" : " (no hash is broken)"}.`,
      ),
    );
  if (faultCount > faults.length) printError(`And ${faultCount - faults.length} more.`);
  if (faultCount > 0) printError(`Not verified: ${faultCount} faults.`);
  else
    print(
      `Verified. Keep this elsewhere, and give it to the next run: --anchor ${chain.head.number}:${chain.head.hash}`,
    );
  if (heads.areKeysListed)
    for (const key of heads.keys)
      print(`Signed by, says the database; keep it elsewhere, and give it by --key: ${key}`);
  print(
    `Not covered: ${rows.unbound} rows of an earlier version, ${ranges.before} recorded ranges that were never sealed by themselves (of those, ${unclosed} recordings that no gateway closed), people and nodes, and a whole history written anew, unless --anchor, or --anchors with --key, was given.`,
  );
}

/** @throws Error that names the file and the line that is no public key */
export function readKeyFile(path: string): TrustedKey[] {
  const text = readFileSync(path, "utf8");
  try {
    return readTrustedKeys(text);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function readAnchor(text: string): { number: number; hash: string } | null {
  const parts = /^(\d{1,9}):([0-9a-f]{64})$/.exec(text);
  return parts?.[1] && parts[2] ? { number: Number(parts[1]), hash: parts[2] } : null;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
