import type { Hash } from "../../merkle/tree";
import { splitLeaves } from "../../sealing/leaves";
import type { BatchRow, SealRow } from "../chain-rows";
import type { FaultCode } from "../faults";

/** Follows the seals of ranges through the chain: that each batch goes on where the one before it ended. */
export class SealsCheck {
  readonly #report: (code: FaultCode, item: string, detail: string) => void;
  #stretch: { after: string; through: string } | null = null;
  #position = 0;
  #leaves: Hash[] = [];

  constructor(report: (code: FaultCode, item: string, detail: string) => void) {
    this.#report = report;
  }

  /** What all batches so far have sealed. */
  get stretch(): { after: string; through: string } | null {
    return this.#stretch;
  }

  /** @param isNext whether it is the batch after the one before; behind a hole nobody knows where its ranges begin */
  open(batch: BatchRow, isNext: boolean): void {
    this.#position = 0;
    this.#leaves = [];
    const { rangesAfter: after, rangesThrough: through } = batch;
    if (after === null || through === null) return;
    const expected = this.#stretch?.through ?? (batch.number === 1 ? "0" : after);
    if ((isNext && after !== expected) || BigInt(after) > BigInt(through))
      this.#report(
        "chain-broken",
        `batch ${batch.number}`,
        "its ranges do not begin where those of the batch before it end",
      );
    this.#stretch = { after: this.#stretch?.after ?? after, through };
  }

  take(row: SealRow, batch: BatchRow | undefined): void {
    const place = `batch ${row.batchNumber}, ranges at position ${row.position}`;
    if (batch?.number !== row.batchNumber || row.position !== this.#position) {
      this.#report("inserted", `ranges of ${row.sessionId}`, `${place}: nothing was sealed there`);
      return;
    }
    this.#position += 1;
    this.#leaves.push(...splitLeaves(row.leafHashes));
    if (!isWithin(row, batch))
      this.#report(
        "inserted",
        `ranges of ${row.sessionId}`,
        `${place}: numbers that this batch does not seal`,
      );
  }

  /** @returns the leaves of the batch's ranges, in order */
  close(batch: BatchRow): Hash[] {
    if (this.#leaves.length < batch.ranges)
      this.#report(
        "removed",
        `batch ${batch.number}, ranges at position ${this.#position}`,
        `the seals of ${batch.ranges - this.#leaves.length} ranges are gone`,
      );
    if (this.#leaves.length > batch.ranges)
      this.#report(
        "inserted",
        `batch ${batch.number}`,
        `${batch.ranges} ranges were sealed, and there are more seals`,
      );
    return this.#leaves;
  }
}

function isWithin({ rangeIds, leafHashes }: SealRow, { rangesAfter, rangesThrough }: BatchRow): boolean {
  if (rangesAfter === null || rangesThrough === null || leafHashes.length !== 32 * rangeIds.length)
    return false;
  let before = BigInt(rangesAfter);
  return rangeIds.every((id) => {
    const isNext = BigInt(id) > before && BigInt(id) <= BigInt(rangesThrough);
    before = BigInt(id);
    return isNext;
  });
}
