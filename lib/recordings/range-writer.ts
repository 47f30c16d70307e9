import { AppError } from "@/lib/kernel/errors";
import type { RangeRow } from "./store";

export type InsertRanges = (rows: readonly RangeRow[]) => Promise<ReadonlySet<number>>;

interface Pending {
  rows: readonly RangeRow[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** So much at most goes into one statement; the rest waits for the next. */
const STATEMENT_BYTES = 4 * 1024 * 1024;

/**
 * The one writer of recordings. What arrives for all sessions while a commit is under way goes into the next one:
 * an idle gateway commits a keystroke at once, a busy one commits hundreds of frames together.
 */
export class RangeWriter {
  readonly #insert: InsertRanges;
  #waiting: Pending[] = [];
  #isWriting = false;

  constructor(insert: InsertRanges) {
    this.#insert = insert;
  }

  /**
   * Appends runs of one session.
   * @returns when they are committed, synchronously, to disk
   * @throws AppError STALE_EPOCH when another gateway owns the session now; NOT_DURABLE (with the cause) when the
   *   database did not take them
   */
  append(rows: readonly RangeRow[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, resolve, reject });
      if (!this.#isWriting) {
        this.#isWriting = true;
        setImmediate(() => void this.#write());
      }
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      const rows = batch.flatMap((pending) => pending.rows);
      try {
        settle(batch, await this.#insert(rows));
      } catch (error) {
        const failure = new AppError("NOT_DURABLE", "the recording could not be written", { cause: error });
        for (const pending of batch) pending.reject(failure);
      }
    }
    this.#isWriting = false;
  }

  #takeBatch(): Pending[] {
    let bytes = 0;
    let count = 0;
    for (const pending of this.#waiting) {
      bytes += pending.rows.reduce((sum, row) => sum + row.byteCount, 0);
      if (count > 0 && bytes > STATEMENT_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

function settle(batch: readonly Pending[], written: ReadonlySet<number>): void {
  let position = 0;
  for (const pending of batch) {
    const all = pending.rows.every((_, index) => written.has(position + index));
    position += pending.rows.length;
    if (all) pending.resolve();
    else pending.reject(new AppError("STALE_EPOCH", "another gateway owns this session now"));
  }
}
