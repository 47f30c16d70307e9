import { inTransaction, reading } from "@/lib/db/client";
import { log } from "@/lib/kernel/log/log";
import { extendSegments, type SegmentMaker } from "./extend-segments";
import { adoptRecordings, type DueRecording, findDueRecordings, saveFailure } from "./store";

/** Bytes of output that wait before a running recording gets more segments. */
const WAITING_BYTES = 64 * 1024;
/** Recordings looked at in one round. */
const BATCH = 50;
/** Steps of one recording in one round: one that prints without end holds up no other. */
const STEPS = 8;

/**
 * Makes segments of what recordings have that is in none: of running ones when enough has come, of closed ones
 * whatever is left. A recording that fails is tried again later, less and less often; the others go on.
 * @param make the work itself, which a process may have done in a thread of its own
 * @param isStopping whether to leave off
 */
export async function makeDueSegments(make: SegmentMaker, isStopping: () => boolean): Promise<void> {
  for (let isMore = true; isMore && !isStopping(); ) {
    isMore = false;
    const due = await findDueRecordings(reading(), { bytes: WAITING_BYTES, limit: BATCH });
    for (const recording of due) {
      if (isStopping()) return;
      isMore = (await extend(recording, make, isStopping)) || isMore;
    }
  }
}

/** Takes up recordings that a gateway of the release before began. */
export async function adoptMissingRecordings(): Promise<void> {
  await inTransaction((tx) => adoptRecordings(tx));
}

/** @returns whether there is more to do now */
async function extend(
  recording: DueRecording,
  make: SegmentMaker,
  isStopping: () => boolean,
): Promise<boolean> {
  const { sessionId } = recording;
  try {
    for (let step = 0; step < STEPS && !isStopping(); step += 1)
      if (!(await extendSegments(recording, make))) return false;
    return true;
  } catch (error) {
    log.error("segments can't be made", { sessionId, error });
    const failure = error instanceof Error ? error.message : String(error);
    await inTransaction((tx) => saveFailure(tx, sessionId, failure.slice(0, 500)));
    return false;
  }
}
