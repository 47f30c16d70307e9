import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import type { ExportFile } from "@/lib/recordings/exporting/export-file";
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

/**
 * Sends a file piece by piece, as fast as the browser takes it: memory does not grow with what is sent. What was handed
 * over is on record afterwards.
 * @param open decides whether they may have it
 * @throws AppError INVALID_INPUT over HTTP/1.0; EXPORT_BUSY when too many are under way; whatever `open` throws
 */
export async function sendExport(
  response: ServerResponse,
  actor: PersonActor,
  open: () => Promise<ExportFile>,
): Promise<void> {
  const { httpVersion } = response.req;
  // It has no chunks: where a connection ends, whether in order or not, the file would seem to end.
  if (httpVersion !== "1.1")
    throw new AppError("INVALID_INPUT", `half an export looks like a whole one to HTTP/${httpVersion}`);
  const leave = await placeFor(response, actor.id);
  if (!leave) return;
  try {
    const file = await open();
    // Hostile text: nothing opens it in the browser.
    const disposition = `attachment; filename="${file.name}"`;
    response.writeHead(200, { "content-type": file.type, "content-disposition": disposition });
    response.setTimeout(STALLED_MS, () => response.destroy());
    let isWhole = false;
    try {
      isWhole = await send(response, file.pieces);
    } finally {
      await file.finish(isWhole);
    }
  } catch (error) {
    // Half a file must not look like a whole one: what answers errors breaks it off.
    if (response.headersSent) log.error("an export failed", { personId: actor.id, error });
    throw error;
  } finally {
    leave();
  }
}

/** @returns whether all of it was taken; else they have gone away, and the request's line in the log says so */
async function send(response: ServerResponse, pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response);
    return true;
  } catch (error) {
    if (isPrematureClose(error)) return false;
    throw error;
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
