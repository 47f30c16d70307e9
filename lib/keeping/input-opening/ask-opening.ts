import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import { findSeconds } from "@/lib/people/second-person-store";
import { mayAskOpening, OPENING_LIMITS, OPENING_ROLES } from "./rules";
import { insertOpening, lockOpenable } from "./store";

/**
 * Asks to open what was typed in a session. Nobody gets any of it until another person confirms that.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | INPUT_NOT_KEPT | SESSION_STILL_OPEN | INPUT_OPENING_ASKED |
 *   RECORDING_DELETED; INVALID_INPUT for a reason that says too little
 */
export async function askOpening(
  actor: PersonActor,
  { sessionId, reason }: { sessionId: string; reason: string },
): Promise<{ openingId: string }> {
  const attempt = { code: "recording.input-opening-asked", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const found = await lockOpenable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const at = await databaseNow(tx);
    const may = mayAskOpening(actor, found.session, at);
    if (!may.ok) return may;
    const { min, max } = OPENING_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const openingId = newId("opening");
    await insertOpening(tx, { id: openingId, sessionId, reason, askedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: found.nodeId },
      data: { openingId, reason, ...(await contentOf(tx, "input-opening", openingId)) },
    });
    await tell(
      tx,
      { kind: "opening-asked", subjectId: openingId, requestId: null, actor, at },
      await findSeconds(tx, OPENING_ROLES, found.session.excludedIds),
    );
    return allow({ openingId });
  });
}
