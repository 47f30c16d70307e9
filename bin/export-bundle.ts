import { createHash } from "node:crypto";
import { type FileHandle, rename } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { closeDatabase } from "@/lib/db/client";
import { exportBundle } from "@/lib/recordings/evidence/export-bundle";
import { Claimed } from "./claimed-files";
import { print, printError } from "./output";

const EXIT = { done: 0, notDone: 1, usage: 64 } as const;
/** Heads are signed every minute. */
const WAITING = { everyMs: 1_000, mostMs: 180_000 };

/**
 * Writes a session's evidence into a file that was not there before.
 * @returns 0; 1 when it could not, and then there is no file; 64 when an option is missing
 */
export async function exportEvidence(options: {
  session?: string | undefined;
  out?: string | undefined;
  reason?: string | undefined;
}): Promise<number> {
  const { session: sessionId, out, reason } = options;
  if (sessionId === undefined || out === undefined || reason === undefined) {
    printError("export-bundle needs --session, --out and --reason.");
    return EXIT.usage;
  }
  // Who runs the command is this host's word; the database login is the gateway's.
  const origin = `halligan export-bundle by ${userInfo().username} on ${hostname()}`.slice(0, 200);
  const actor = { kind: "system", name: "gateway", origin } as const;
  const partial = `${out}.partial`;
  const claimed = new Claimed();
  try {
    await claimed.make(out);
    const file = await claimed.make(partial);
    print("Waiting for the record to be sealed and for the next signed head, which may take a minute.");
    const pieces = await exportBundle(actor, { sessionId, reason }, WAITING);
    const { bytes, sha256 } = await write(pieces, file);
    await rename(partial, out);
    claimed.keep();
    print(`${out}: ${bytes} bytes, SHA-256 ${sha256}`);
    print("It holds the unmasked recording. Check it with: halligan verify --bundle <file> --key <file>");
    return EXIT.done;
  } catch (error) {
    claimed.remove();
    printError(`Could not export ${sessionId} to ${out}: ${messageOf(error)}`);
    return EXIT.notDone;
  } finally {
    await claimed.close();
    await closeDatabase();
  }
}

async function write(
  pieces: AsyncIterable<Uint8Array>,
  file: FileHandle,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    await file.writeFile(piece);
    hash.update(piece);
    bytes += piece.length;
  }
  await file.sync();
  return { bytes, sha256: hash.digest("hex") };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
