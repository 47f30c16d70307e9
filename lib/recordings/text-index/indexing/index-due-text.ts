import { inTransaction, reading } from "@/lib/db/client";
import { log } from "@/lib/kernel/log/log";
import { TEXT_KINDS } from "../kinds";
import { indexRecording } from "./index-recording";
import { findUnindexed, saveIndexFailure } from "./index-store";
import { mergeNext } from "./merge-shards";

/** Recordings looked at in one round. */
const BATCH = 50;
/** Steps of one recording in one round: one that prints without end holds up no other. */
const STEPS = 8;
/** Steps of merging between two rounds: what is new is not held up by it. */
const MERGE_STEPS = 64;

/**
 * Indexes what recordings have that is not in the index, and merges its parts. A recording that fails is tried again
 * later, less and less often; the others go on.
 * @param isStopping whether to leave off
 */
export async function indexDueText(isStopping: () => boolean): Promise<void> {
  for (let isMore = true; isMore && !isStopping(); ) {
    isMore = false;
    for (const sessionId of await findUnindexed(reading(), BATCH)) {
      if (isStopping()) return;
      isMore = (await index(sessionId, isStopping)) || isMore;
    }
    for (const kind of TEXT_KINDS)
      for (let step = 0; step < MERGE_STEPS && !isStopping(); step += 1) {
        if (!(await mergeNext(kind))) break;
        isMore = isMore || step === MERGE_STEPS - 1;
      }
  }
}

/** Whether something waits to be indexed. */
export async function hasTextToIndex(): Promise<boolean> {
  return (await findUnindexed(reading(), 1)).length > 0;
}

/** @returns whether there is more to do now */
async function index(sessionId: string, isStopping: () => boolean): Promise<boolean> {
  try {
    for (let step = 0; step < STEPS && !isStopping(); step += 1)
      if (!(await indexRecording(sessionId))) return false;
    return true;
  } catch (error) {
    log.error("a recording's text can't be indexed", { sessionId, error });
    await inTransaction((tx) => saveIndexFailure(tx, sessionId));
    return false;
  }
}
