import { reading } from "@/lib/db/client";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import { RangeOrder } from "./order-ranges";
import { findRanges, type StoredRange } from "./store";

/** What a recording says next: output, a new size of the screen, or that the channel came or went. */
export type Followed =
  | { kind: "output"; offset: number; bytes: Uint8Array }
  | { kind: "size"; cols: number; rows: number }
  | { kind: "mark"; mark: string };

/**
 * Follows a recording while it is written, whoever writes it. Whoever watches is shown this: what is not committed
 * is not seen, and nothing beyond a hole.
 */
export class RecordingFollower {
  readonly #sessionId: string;
  readonly #order = new RangeOrder();
  #afterId = 0n;
  #offset = 0;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /** Offset of the next byte of output. */
  get offset(): number {
    return this.#offset;
  }

  /** What was committed since the last call, in the order of the stream, page by page; ends when there is no more. */
  async *next(): AsyncGenerator<Followed> {
    for (;;) {
      const { ranges, isEnd } = await findRanges(reading(), this.#sessionId, this.#afterId);
      for (const range of ranges) {
        this.#afterId = range.id;
        for (const ready of this.#order.push(range)) yield* this.#followedOf(ready);
      }
      if (isEnd) return;
    }
  }

  *#followedOf(range: StoredRange): Generator<Followed> {
    const decoded = decodeRange(range);
    if (decoded.kind === "size" || decoded.kind === "mark") yield decoded;
    if (decoded.kind !== "output" || decoded.bytes.length === 0) return;
    yield { ...decoded, offset: this.#offset };
    this.#offset += range.byteCount;
  }
}
