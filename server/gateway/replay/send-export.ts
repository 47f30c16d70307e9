import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { Places } from "./places";

/** Exports that one gateway does at once, and for one person: terminals share the process, and a reader may be slow. */
const MOST_EXPORTS = 4;
const MOST_OF_ONE = 2;
/** Whoever takes nothing for so long gives the place up. */
const STALLED_MS = 120_000;

/** A place is free again when the work of whoever went away has ended: seconds, as a rule. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

const places = new Places(MOST_EXPORTS, MOST_OF_ONE);

/** A file that is written while it is read. */
export interface ExportFile {
  name: string;
  type: string;
  pieces: AsyncIterable<string | Uint8Array>;
}

/**
 * Sends a file piece by piece, as fast as the browser takes it: memory does not grow with what is sent.
 * @param open decides whether they may have it
 * @throws AppError EXPORT_BUSY when too many are under way; whatever `open` throws
 */
export async function sendExport(
  response: ServerResponse,
  actor: PersonActor,
  open: () => Promise<ExportFile>,
): Promise<void> {
  const leave = await placeFor(response, actor.id);
  if (!leave) return;
  try {
    const { name, type, pieces } = await open();
    // Hostile text: nothing opens it in the browser.
    response.writeHead(200, {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
    });
    response.setTimeout(STALLED_MS, () => response.destroy());
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response);
  } catch (error) {
    // The reader has gone away: the request's line in the log says so.
    if (isPrematureClose(error)) return;
    // Half a file must not look like a whole one: what answers errors breaks it off.
    if (response.headersSent) log.error("an export failed", { personId: actor.id, error });
    throw error;
  } finally {
    leave();
  }
}

/** @returns undefined when they have gone away meanwhile */
async function placeFor(response: ServerResponse, personId: string): Promise<(() => void) | undefined> {
  for (let waited = 0; !response.destroyed; waited += LOOK_EVERY_MS) {
    const leave = places.enter(personId);
    if (leave) return leave;
    if (waited >= WAIT_MS)
      throw new AppError("EXPORT_BUSY", `${MOST_EXPORTS} exports are running, or ${MOST_OF_ONE} of theirs`);
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
