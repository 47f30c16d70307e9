import { reading } from "@/lib/db/client";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import { type PlayedRange, RangeOrder } from "./order-ranges";
import { findRanges, type StoredRange } from "./store";

const PAGE = 500;

/**
 * A session's recorded ranges in the order of the stream, read page by page: memory does not grow with its size.
 * @param isOver nothing can come any more: what lies beyond a hole is played too, and the hole is named. While the
 *   session runs its frames may still come, and the stream ends before it.
 */
export async function* readRanges(sessionId: string, isOver: boolean): AsyncGenerator<PlayedRange> {
  const order = new RangeOrder();
  yield* readInto(order, sessionId);
  if (isOver) yield* order.flush();
}

/**
 * The session's shown bytes from an offset on, as recorded: what a browser that comes back has missed. Frames that
 * came before their predecessors are left out: they have no place in the stream yet.
 * @throws AppError RECORDING_UNREADABLE
 */
export async function* readOutput(
  sessionId: string,
  after: number,
): AsyncGenerator<{ offset: number; bytes: Uint8Array }> {
  let offset = 0;
  for await (const range of readInto(new RangeOrder(), sessionId)) {
    const decoded = decodeRange(range);
    if (decoded.kind !== "output") continue;
    const end = offset + range.byteCount;
    if (end > after) {
      const skipped = Math.max(0, after - offset);
      yield { offset: offset + skipped, bytes: decoded.bytes.subarray(skipped) };
    }
    offset = end;
  }
}

async function* readInto(order: RangeOrder, sessionId: string): AsyncGenerator<StoredRange> {
  let afterId = 0n;
  for (;;) {
    const page = await findRanges(reading(), sessionId, { afterId, limit: PAGE });
    for (const range of page) yield* order.push(range);
    const last = page[page.length - 1];
    if (!last || page.length < PAGE) return;
    afterId = last.id;
  }
}
