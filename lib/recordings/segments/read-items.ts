import { reading } from "@/lib/db/client";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import { type PlayedRange, RangeOrder } from "../order-ranges";
import { findRanges } from "../store";
import type { PlayedItem } from "./segmenter";

/** What was read of a recording, in the order of the stream, and where to go on. */
export interface ItemPage {
  items: PlayedItem[];
  afterRangeId: bigint;
  nextFrame: number;
  /** There was no more when it was read. */
  isEnd: boolean;
}

/**
 * Reads a recording on from a position, until so many bytes of output have come. It ends where no frame waits for those
 * before it, so that it can be gone on from there; at a closed recording's end what still waits is taken, and each hole
 * before it named.
 * @param startedAt when the recording began
 * @throws AppError RECORDING_UNREADABLE
 */
export async function readItems(
  from: { sessionId: string; startedAt: Date; afterRangeId: bigint; nextFrame: number },
  { bytes, isClosed }: { bytes: number; isClosed: boolean },
): Promise<ItemPage> {
  const { sessionId, startedAt } = from;
  const order = new RangeOrder(from.nextFrame);
  const items: PlayedItem[] = [];
  const add = (range: PlayedRange) => {
    const ms = range.at.getTime() - startedAt.getTime();
    items.push({ ms, item: range.kind === "hole" ? range : decodeRange(range) });
  };
  // Up to where everything that was read has its place.
  let whole = { items: 0, afterRangeId: from.afterRangeId, nextFrame: from.nextFrame };
  let afterId = from.afterRangeId;
  let read = 0;
  for (;;) {
    const page = await findRanges(reading(), sessionId, afterId);
    for (const range of page.ranges) {
      afterId = range.id;
      read += range.byteCount;
      for (const ready of order.push(range)) add(ready);
      if (order.waiting > 0) continue;
      whole = { items: items.length, afterRangeId: range.id, nextFrame: order.expected };
      if (read >= bytes) return { ...whole, items, isEnd: false };
    }
    if (page.isEnd) break;
  }
  if (!isClosed) return { ...whole, items: items.slice(0, whole.items), isEnd: true };
  for (const range of order.flush()) add(range);
  return { items, afterRangeId: afterId, nextFrame: order.expected, isEnd: true };
}
