import { appendEvent } from "@/lib/audit/append-event";
import { contentIfAny } from "@/lib/audit/row-content";
import { inTransaction, reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { log } from "@/lib/kernel/log/log";
import { removePacks } from "@/lib/recordings/bucket/remove-packs";
import { deletePacks } from "@/lib/recordings/bucket/store";
import { deleteText } from "@/lib/recordings/text-index/indexing/index-store";
import { lockAndCheckHeld } from "../hold/held-store";
import {
  areWordsSealed,
  clearComparedLines,
  deleteMadeStep,
  deleteRecordedStep,
  findRecorded,
  hasRecordingRow,
  isBeginningSealed,
} from "./parts-store";
import { findDueDeletions, type LiveDeletion, lockDeletable, moveDeletion } from "./store";

const BATCH = 20;
/** Runs of text whose text goes in one transaction: each is of four segments at most. */
const TEXT_RUNS = 50;

/**
 * Deletes the recordings whose deletion was confirmed, in steps of bounded size, each committed by itself: one that is
 * killed goes on where it was, and two at once do no harm. One that fails holds up no other. One that is put on hold
 * stops before its next step, and goes on when the hold is lifted.
 * @param isStopping whether to leave off after a step
 */
export async function deleteRecordings(actor: SystemActor, isStopping: () => boolean): Promise<void> {
  const failures: unknown[] = [];
  for (let after = "", isMore = true; isMore; ) {
    const due = await findDueDeletions(reading(), { after, limit: BATCH });
    for (const deletion of due) {
      if (isStopping()) return;
      await deleteRecording(actor, deletion, isStopping).catch((error: unknown) => failures.push(error));
    }
    after = due.at(-1)?.id ?? after;
    isMore = due.length === BATCH;
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * The tombstone's first half is sealed before anything goes, so the verifier passes over whatever is gone at whatever
 * moment; the second half says that nothing is left.
 */
async function deleteRecording(
  actor: SystemActor,
  deletion: { id: string; sessionId: string },
  isStopping: () => boolean,
): Promise<void> {
  const { id, sessionId } = deletion;
  await begin(actor, deletion);
  // Sealed with the next batch: a later round goes on.
  if (!(await isBeginningSealed(reading(), deletion))) return;
  // The first of these steps ends replaying, making segments and indexing.
  const steps = [
    (tx: Tx) => deleteRecordedStep(tx, id),
    (tx: Tx) => deleteText(tx, sessionId, TEXT_RUNS),
    (tx: Tx) => deleteMadeStep(tx, sessionId),
  ];
  for (const step of steps)
    for (let isMore = true; isMore; ) {
      const gone = await unlessHeld(sessionId, step);
      if (gone === "held" || (gone > 0 && isStopping())) return;
      isMore = gone > 0;
    }
  // Outside of a transaction: what is in the bucket can't be read since its key went.
  if ((await unlessHeld(sessionId, async () => undefined)) === "held" || !(await removePacks(sessionId)))
    return;
  await unlessHeld(sessionId, async (tx) => {
    await deletePacks(tx, sessionId);
    await finish(tx, actor, deletion);
  });
}

/** Works with the session locked, so that a hold comes before or after it, and not at all where there is one. */
async function unlessHeld<T>(sessionId: string, work: (tx: Tx) => Promise<T>): Promise<T | "held"> {
  return inTransaction(async (tx) => {
    if (!(await lockAndCheckHeld(tx, sessionId))) return work(tx);
    log.info("a recording whose deletion was confirmed is on hold", { sessionId });
    return "held";
  });
}

async function begin(
  actor: SystemActor,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<void> {
  await unlessHeld(sessionId, async (tx) => {
    const deletion = (await lockDeletable(tx, sessionId))?.deletion;
    if (deletion?.id !== id || deletion.state !== "confirmed") return;
    if (!(await areWordsSealed(tx, deletion))) return;
    const { isSealed, ...recorded } = await findRecorded(tx, sessionId);
    if (!isSealed) return;
    await moveDeletion(tx, deletion, { to: "deleting", begunAt: await databaseNow(tx), ...recorded });
    await appendEvent(tx, {
      ...{ code: "recording.deletion-begun", actor, subject: { sessionId } },
      data: factsOf({ ...deletion, ...recorded }),
    });
  });
}

async function finish(
  tx: Tx,
  actor: SystemActor,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<void> {
  const deletion = (await lockDeletable(tx, sessionId))?.deletion;
  if (deletion?.id !== id || deletion.state !== "deleting") return;
  // The session is locked: what was fetched or indexed meanwhile was committed before, and nothing comes after.
  if ((await deleteRecordedStep(tx, id)) > 0 || (await hasRecordingRow(tx, sessionId))) {
    log.info("a part of a recording that is being deleted is left for the next round", { sessionId });
    return;
  }
  await clearComparedLines(tx, sessionId);
  await moveDeletion(tx, deletion, { to: "deleted", closedAt: await databaseNow(tx) });
  await appendEvent(tx, {
    ...{ code: "recording.deleted", actor, subject: { sessionId } },
    // What is left of what was fetched is the trail.
    data: { ...factsOf(deletion), ...(await contentIfAny(tx, "fetched", sessionId)) },
  });
}

function factsOf({ id, reason, askedById, confirmedById, ranges, bytes, lastLeaf, ruleId }: LiveDeletion) {
  return {
    ...{ deletionId: id, reason, askedById, confirmedById },
    ...(ruleId === null ? {} : { ruleId }),
    ...{ ranges, bytes: Number(bytes ?? 0), lastLeaf },
  };
}
