import { createReadStream } from "node:fs";
import { verifyBundle } from "@/lib/audit/bundle/verify-bundle";
import { readAnchors } from "@/lib/audit/heads/anchors/read-anchors";
import { print, printError } from "./output";
import { printSteps } from "./print-steps";
import { readKeyFile } from "./verify";

const EXIT = { verified: 0, faults: 1, notRun: 2 } as const;

/**
 * Verifies the evidence of one session from a file, without database and network.
 * @returns 0 verified, 1 something is wrong with it, 2 it could not run
 */
export async function verifyBundleFile(options: {
  bundle: string;
  key?: string | undefined;
  anchors?: string | undefined;
  json?: boolean | undefined;
}): Promise<number> {
  if (options.key === undefined) {
    printError("--bundle needs --key: the public keys, which nobody should take from the bundle's sender.");
    return EXIT.notRun;
  }
  try {
    const trust = {
      keys: readKeyFile(options.key),
      anchors: options.anchors === undefined ? null : (await readAnchors(options.anchors)).notes,
    };
    const { isVerified, steps, sessionId } = await verifyBundle(createReadStream(options.bundle), trust);
    if (options.json === true) print(JSON.stringify({ isVerified, sessionId, steps }, null, 2));
    else {
      printSteps(steps);
      if (isVerified) print(`Verified: the evidence of session ${sessionId}.`);
      else
        printError(
          `Not verified${sessionId === null ? "" : `: this is not the sealed evidence of ${sessionId}`}.`,
        );
    }
    return isVerified ? EXIT.verified : EXIT.faults;
  } catch (error) {
    printError(`Could not verify: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.notRun;
  }
}
