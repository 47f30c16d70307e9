import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import { HOLD_LIMITS, mayPlaceHold } from "./rules";
import { insertHold, lockHoldable } from "./store";

/**
 * Puts a recording on hold: from then on nothing of it is deleted, not even what a deletion that is under way has left.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | ROLE_MISSING | RECORDING_HELD | RECORDING_DELETED | RECORDING_MISSING; INVALID_INPUT for a
 *   reason that says too little
 */
export async function placeHold(
  actor: PersonActor,
  { sessionId, reason }: { sessionId: string; reason: string },
): Promise<{ holdId: string }> {
  const attempt = { code: "recording.held", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const found = await lockHoldable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const may = mayPlaceHold(actor, found.session);
    if (!may.ok) return may;
    const { min, max } = HOLD_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const holdId = newId("hold");
    await insertHold(tx, { id: holdId, sessionId, reason, placedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: found.nodeId },
      data: { holdId, reason, ...(await contentOf(tx, "hold", holdId)) },
    });
    return allow({ holdId });
  });
}
