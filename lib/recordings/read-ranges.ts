import { reading } from "@/lib/db/client";
import { type PlayedRange, RangeOrder } from "./order-ranges";
import { findRanges, type StoredRange } from "./store";

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

async function* readInto(order: RangeOrder, sessionId: string): AsyncGenerator<StoredRange> {
  let afterId = 0n;
  for (;;) {
    const { ranges, isEnd } = await findRanges(reading(), sessionId, afterId);
    for (const range of ranges) yield* order.push(range);
    if (isEnd) return;
    afterId = ranges.at(-1)?.id ?? afterId;
  }
}
