import { type BucketPlace, getObject } from "@/lib/aws/objects/bucket-objects";
import { inTransaction, reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { hashInPieces, MOST_PACK_BYTES, openPack } from "@/lib/recorded-ranges/pack/pack";
import { Failures } from "./failures";
import { findKey, findUnconfirmed, hashRanges, markConfirmed, type PackRow } from "./store";

/** Packs looked at in one round. */
const BATCH = 8;

const failures = new Failures("a pack of a recording can't be read in the bucket");

/**
 * Reads packs that jobs put into the bucket, and confirms those that hold what the database has: whoever puts them can't
 * make the database let go of anything. One that can't be read holds up no other; when AWS can't be used for several one
 * after the other, the round ends.
 */
export async function confirmPacks(place: BucketPlace, isStopping: () => boolean): Promise<void> {
  failures.beginRound();
  for (let isMore = true; isMore; ) {
    const due = await findUnconfirmed(reading(), BATCH + failures.count);
    const now = due.filter((pack) => !failures.has(nameOf(pack)));
    for (const pack of now) {
      if (isStopping() || failures.areMany) return;
      await failures.keep(nameOf(pack), () => confirm(place, pack));
    }
    isMore = now.length > 0;
  }
}

async function confirm(place: BucketPlace, pack: PackRow): Promise<void> {
  await readPack(place, pack);
  await inTransaction((tx) => markConfirmed(tx, pack));
}

/**
 * A pack's ranges as the bucket has them, compared with what the database has of them: their bytes, or the hashes of these.
 * @returns the bytes of each range, by its number
 * @throws AppError AWS_* when it can't be read; RECORDING_UNREADABLE when it is not what was put there
 */
export async function readPack(place: BucketPlace, pack: PackRow): Promise<Map<string, Uint8Array>> {
  const object = await getObject(place, pack.objectKey, Math.min(pack.objectBytes, MOST_PACK_BYTES));
  if ((await hashInPieces(object)) !== pack.objectSha256) throw unlike(pack);
  const key = await findKey(reading(), pack.sessionId);
  if (!key) throw new AppError("RECORDING_UNREADABLE", `the key of ${pack.sessionId} is gone`);
  const ranges = await openPack(object, key, pack, { ranges: pack.ranges, bytes: Number(pack.bytes) });
  const expected = await hashRanges(reading(), pack);
  if (expected.size !== ranges.size) throw unlike(pack);
  for (const [id, bytes] of ranges) if ((await hashInPieces(bytes)) !== expected.get(id)) throw unlike(pack);
  return ranges;
}

function unlike(pack: PackRow): AppError {
  return new AppError("RECORDING_UNREADABLE", `${pack.objectKey} in the bucket is not what was put there`);
}

const nameOf = ({ sessionId, number }: PackRow) => `${sessionId}/${number}`;
