import type { LinePart, LineSource } from "./line-source";

/** Asked for at once; the gateway has others to answer. */
const AT_ONCE = 4;

/**
 * Reads the parts of a transcript one after the other.
 * @param take is given each in its order; it returns whether to leave off
 * @returns the number of the segment that would have come next
 */
export async function readParts(
  source: Pick<LineSource, "byNumber">,
  { from, to }: { from: number; to: number },
  take: (part: LinePart) => boolean,
  signal: AbortSignal,
): Promise<number> {
  for (let next = from; next < to; ) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - next) }, (_one, index) => next + index);
    const parts = await Promise.all(numbers.map((number) => source.byNumber(number, signal)));
    for (const part of parts) {
      signal.throwIfAborted();
      if (!part) return to;
      next += 1;
      if (take(part)) return next;
    }
  }
  return to;
}
