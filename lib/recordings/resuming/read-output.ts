import { reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import type { StoredOutput } from "@/lib/session-manager/output/recorder";
import { findByte, findStream } from "./store";

/** Ranges read at once. The recorder commits about a megabyte as one range at most. */
const PAGE = 8;

/**
 * The session's shown bytes from an offset on, as recorded: what a browser that comes back has missed. What was shown
 * before is not read, however much that is. Frames that came before their predecessors are left out: they have no
 * place in the stream yet.
 * @throws AppError RECORDING_UNREADABLE
 */
export async function* readOutput(
  sessionId: string,
  after: number,
): AsyncGenerator<{ offset: number; bytes: Uint8Array }> {
  const start = await findByte(reading(), sessionId, after);
  if (!start) return;
  let { first, offset } = start;
  for await (const range of readStream(sessionId, first)) {
    if (range.firstSequence > first) return;
    // Written twice, or come late for a gap: its numbers have been passed.
    if (range.lastSequence < first) continue;
    first = range.lastSequence + 1;
    const decoded = decodeRange(range);
    if (decoded.kind !== "output") continue;
    const skipped = Math.max(0, after - offset);
    yield { offset: offset + skipped, bytes: decoded.bytes.subarray(skipped) };
    offset += range.byteCount;
  }
}

/**
 * Recorded output from a number on, in order: as much of it, up to `last`, as is read at once.
 * @throws AppError RECORDING_UNREADABLE when a number up to there is not on record
 */
export async function readNumbers(sessionId: string, first: number, last: number): Promise<StoredOutput[]> {
  const found: StoredOutput[] = [];
  let next = first;
  for (const range of await findStream(reading(), sessionId, { first, limit: PAGE })) {
    if (range.lastSequence < next) continue;
    if (range.firstSequence !== next || next > last) break;
    const decoded = decodeRange(range);
    if (decoded.kind !== "output") break;
    found.push({ first: next, last: range.lastSequence, bytes: decoded.bytes });
    next = range.lastSequence + 1;
  }
  if (found.length === 0)
    throw new AppError("RECORDING_UNREADABLE", `the output of number ${first} is not on record`);
  return found;
}

async function* readStream(sessionId: string, first: number) {
  for (let from = first; ; ) {
    const page = await findStream(reading(), sessionId, { first: from, limit: PAGE });
    yield* page;
    const last = page[page.length - 1];
    if (!last || page.length < PAGE) return;
    from = last.firstSequence + 1;
  }
}
