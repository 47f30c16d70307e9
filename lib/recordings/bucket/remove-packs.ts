import { listKeys, removeObjects } from "@/lib/aws/objects/bucket-objects";
import { reading } from "@/lib/db/client";
import { log } from "@/lib/kernel/log/log";
import { writerPlace } from "./place";
import { findTravelling } from "./store";

/** A pack whose putting began within this may still arrive: no request to the bucket lasts so long. */
const TRAVELLING_SECONDS = 1_200;

/**
 * Removes all that is in the bucket of a recording whose key is gone, what a crash left there too.
 * @returns false: something may be on its way there, so it is tried again later
 * @throws AppError AWS_*; Error when something is there and no bucket is configured
 */
export async function removePacks(sessionId: string): Promise<boolean> {
  const { packs, travelling } = await findTravelling(reading(), sessionId, TRAVELLING_SECONDS);
  const place = writerPlace();
  if (!place) {
    if (packs === 0) return true;
    throw new Error(`${packs} packs of ${sessionId} are in a bucket, and RECORDING_BUCKET is not set`);
  }
  if (travelling > 0) {
    log.info("a pack of a recording that is being deleted may be on its way to the bucket", { sessionId });
    return false;
  }
  let removed = 0;
  for await (const keys of listKeys(place, `${sessionId}/`)) {
    await removeObjects(place, keys);
    removed += keys.length;
  }
  // Also after a crash between this and the next step.
  if (removed < packs)
    log.warn("fewer objects of a deleted recording were in the bucket than there were packs of it", {
      ...{ sessionId, packs, removed, bucket: place.bucket, prefix: place.prefix },
    });
  return true;
}
