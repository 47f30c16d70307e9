import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import { findSeconds } from "@/lib/people/second-person-store";
import { DELETION_LIMITS, mayAskDeletion } from "./rules";
import { insertDeletion, lockDeletable } from "./store";

/**
 * Asks that a recording be deleted. Nothing is deleted until another person confirms it.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | DELETION_ASKED | RECORDING_DELETED | RECORDING_HELD |
 *   SESSION_STILL_OPEN | RECORDING_MISSING | REVIEW_STILL_OPEN; INVALID_INPUT for a reason that says too little
 */
export async function askDeletion(
  actor: PersonActor,
  { sessionId, reason }: { sessionId: string; reason: string },
): Promise<{ deletionId: string }> {
  const attempt = { code: "recording.deletion-asked", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const found = await lockDeletable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const may = mayAskDeletion(actor, found.session);
    if (!may.ok) return may;
    const { min, max } = DELETION_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const deletionId = newId("deletion");
    await insertDeletion(tx, { id: deletionId, sessionId, reason, askedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: found.nodeId },
      data: { deletionId, reason, ...(await contentOf(tx, "deletion", deletionId)) },
    });
    await tell(
      tx,
      {
        ...{ kind: "deletion-asked", subjectId: deletionId, requestId: null, actor },
        at: await databaseNow(tx),
      },
      await findSeconds(tx, ["administrator"], found.session.excludedIds),
    );
    return allow({ deletionId });
  });
}
