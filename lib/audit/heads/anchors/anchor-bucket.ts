import {
  type LockedBucket,
  lockObject,
  putLockedObject,
  readLockedObject,
  readObjectLock,
} from "@/lib/aws/objects/locked-objects";
import { AppError } from "@/lib/kernel/errors";
import { LONGEST_NOTE } from "../note";
import type { WriteAnchor } from "./anchor-heads";
import { objectKeyOf } from "./object-key";

const DAY_MS = 86_400_000;
/** How long a bucket's lock is believed: its default retention may be changed. */
const LOOK_AGAIN_MS = 3_600_000;

export interface AnchorBucket extends LockedBucket {
  /** What every key begins with: nothing, or a text with a slash at its end. */
  prefix: string;
  /** How long nobody can delete a head; undefined: as long as the bucket's default retention says. */
  retentionDays: number | undefined;
}

/**
 * Anchors in a bucket with Object Lock: an object for each head, in compliance mode, never overwritten. Before the
 * first, and then every hour, the bucket is asked whether it has that lock.
 * @returns a function that throws AppError ANCHOR_UNLOCKED: without the lock nothing is written; ANCHOR_CONFLICT:
 *   something else is there under the head's name; AWS_*
 */
export function anchorBucket({ prefix, retentionDays, ...place }: AnchorBucket): WriteAnchor {
  let seen: { days: number; at: number } | undefined;
  const retention = async () => {
    if (!seen || Date.now() - seen.at > LOOK_AGAIN_MS)
      seen = { days: await checkLock(place, retentionDays), at: Date.now() };
    return seen.days;
  };
  return async (note) => {
    const name = objectKeyOf(note);
    if (name === null) throw new TypeError("only heads are anchored");
    const key = `${prefix}${name}`;
    const retainUntil = new Date(Date.now() + (await retention()) * DAY_MS);
    if (await putLockedObject(place, { key, text: note, retainUntil })) return;
    // This head's, when the answer was lost or two processes were at it; or somebody else's, who read it in the database.
    const { text, versionId, lockedUntil } = await readLockedObject(place, key, LONGEST_NOTE);
    if (text !== note)
      throw new AppError("ANCHOR_CONFLICT", `s3://${place.bucket}/${key} is there and is not this head`);
    if (!lockedUntil || Number(lockedUntil) < Number(retainUntil) - DAY_MS)
      await lockObject(place, { key, versionId, retainUntil });
  };
}

/** @returns for how many days to lock */
async function checkLock(place: LockedBucket, wantedDays: number | undefined): Promise<number> {
  const lock = await readObjectLock(place);
  if (!lock) throw new AppError("ANCHOR_UNLOCKED", `the bucket ${place.bucket} has no Object Lock`);
  if (wantedDays !== undefined) return wantedDays;
  if (lock.defaultRetention?.mode !== "COMPLIANCE")
    throw new AppError(
      "ANCHOR_UNLOCKED",
      `the bucket ${place.bucket} has no default retention in compliance mode, and AUDIT_ANCHOR_RETENTION_DAYS is not set`,
    );
  return lock.defaultRetention.days;
}
