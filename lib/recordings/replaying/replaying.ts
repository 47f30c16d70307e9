import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, type Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { noRecording } from "../deleted/no-recording";
import { isBeingDeleted } from "../deleted/store";
import { findProgress, type Progress, wasReplayedLately } from "../segments/store";

/**
 * Whether a person may see a recording, and that its being seen stands on record: each part that is sent belongs to an
 * event of the same person that is at most an hour old.
 * @param always writes the event also when there is one
 * @throws AppError ROLE_MISSING | NOT_FOUND when the session is not theirs to see; RECORDING_MISSING |
 *   RECORDING_DELETED
 */
export async function replaying(
  actor: PersonActor,
  sessionId: SessionId,
  { always }: { always: boolean },
): Promise<Progress> {
  await readSessionOwner(actor, sessionId);
  return inTransaction(async (tx: Tx) => {
    const progress = await findProgress(tx, sessionId);
    if (!progress || (await isBeingDeleted(tx, sessionId))) throw await noRecording(tx, sessionId);
    if (always || !(await wasReplayedLately(tx, sessionId, actor.id)))
      await appendEvent(tx, {
        code: "recording.replayed",
        actor,
        subject: { sessionId, nodeId: progress.nodeId },
      });
    return progress;
  });
}
