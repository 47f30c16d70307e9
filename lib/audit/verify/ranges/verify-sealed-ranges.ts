import { UNSEALED_SECONDS } from "../chain-rows";
import type { FaultList } from "../faults";

/** A recorded range beside its seal; one of them may be missing. */
export interface RangePair {
  id: string;
  sessionId: string;
  /** In hex: as it was sealed, and of the range as it stands. Null: no seal, or no range. */
  sealed: string | null;
  found: string | null;
  /** Since it was written; 0 when it is gone. */
  ageSeconds: number;
  /** A sealed event says that the recording was deleted: its seals stay, its ranges don't. */
  isDeleted: boolean;
}

export interface RangeCover {
  /** Ranges that are as they were sealed. */
  ranges: number;
  /** Waiting for their seal as they may. */
  unsealed: number;
  /** Recorded before the first batch that seals ranges: their recording's closing covers them. */
  before: number;
  /** Of deleted recordings. */
  deleted: number;
}

/**
 * Compares recorded ranges with their seals, in both directions. Pure: needs the pairs and nothing else.
 * @param pairs by number
 * @param stretch what the chain says is sealed; null: it seals no ranges
 * @param hasOlder whether the database has batches of releases that sealed no ranges
 */
export async function verifySealedRanges(
  pairs: AsyncIterable<RangePair> | Iterable<RangePair>,
  faults: FaultList,
  stretch: { after: string; through: string } | null,
  hasOlder: boolean,
): Promise<RangeCover> {
  const cover = { ranges: 0, unsealed: 0, before: 0, deleted: 0 };
  let last: string | undefined;
  for await (const pair of pairs) {
    const { id, sealed, found } = pair;
    const report = (code: "altered" | "removed" | "inserted" | "unsealed", detail: string) =>
      faults.add("ranges", code, `range ${id} of ${pair.sessionId}`, detail);
    if (id === last) report("inserted", "it was sealed twice");
    else if (sealed !== null && found !== null) {
      if (sealed === found) cover.ranges += 1;
      else report("altered", "it is not what was sealed");
    } else if (sealed !== null) {
      if (pair.isDeleted) cover.deleted += 1;
      else report("removed", "it was sealed, and is gone");
    } else if (stretch === null ? hasOlder : BigInt(id) <= BigInt(stretch.after)) cover.before += 1;
    else if (stretch !== null && BigInt(id) <= BigInt(stretch.through))
      report("inserted", "ranges around it were sealed, and it was not");
    else if (pair.ageSeconds > UNSEALED_SECONDS)
      report("unsealed", `it has waited for its seal for ${Math.floor(pair.ageSeconds)} s`);
    else cover.unsealed += 1;
    last = id;
  }
  return cover;
}
