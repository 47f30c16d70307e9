import { reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { readPack } from "./confirm-packs";
import { readerPlace } from "./place";
import { findPacks, type PackRow } from "./store";

/** The bytes of ranges of one recording that are in the bucket. Memory: one pack, whatever the recording's size. */
export class MovedOutput {
  readonly #sessionId: string;
  #packs: readonly PackRow[] = [];
  #open: { number: number; ranges: Map<string, Uint8Array> } | undefined;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /**
   * Whether anything can be read now: half a file tells nobody why it ends.
   * @throws AppError as `bytesOf`, when something was moved and its first pack can't be read
   */
  async check(): Promise<void> {
    this.#packs = await findPacks(reading(), this.#sessionId);
    const first = this.#packs.find(({ movedAt }) => movedAt !== null);
    if (first) await this.bytesOf(String(first.firstRangeId));
  }

  /**
   * @param rangeId asked for in the order of their numbers, or each pack is read more than once
   * @throws AppError RECORDING_UNREADABLE when no pack has it, or the bucket has another one, or is not configured; AWS_*
   */
  async bytesOf(rangeId: string): Promise<Uint8Array> {
    const pack = await this.#packOf(BigInt(rangeId));
    const place = readerPlace();
    if (!pack || !place)
      throw new AppError(
        "RECORDING_UNREADABLE",
        place
          ? `no pack of ${this.#sessionId} has range ${rangeId}`
          : `range ${rangeId} of ${this.#sessionId} is in a bucket, and RECORDING_BUCKET is not set`,
      );
    if (this.#open?.number !== pack.number)
      this.#open = { number: pack.number, ranges: await readPack(place, pack) };
    const bytes = this.#open.ranges.get(rangeId);
    if (!bytes) throw new AppError("RECORDING_UNREADABLE", `pack ${pack.number} has no range ${rangeId}`);
    return bytes;
  }

  /** One that was begun since the others were read is found, too: a recording may be moved while it is exported. */
  async #packOf(id: bigint): Promise<PackRow | undefined> {
    const find = () => this.#packs.find((one) => one.firstRangeId <= id && id <= one.lastRangeId);
    const found = find();
    if (found) return found;
    this.#packs = await findPacks(reading(), this.#sessionId);
    return find();
  }
}
