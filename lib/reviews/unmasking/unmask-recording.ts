import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import { addSeconds } from "@/lib/kernel/time";
import { CLEAR_SECONDS } from "@/lib/recordings/masking/clear-rules";
import { mayReview, UNMASKING_LIMITS } from "../rules";
import { findExcluded, findNodeOf } from "../store";

/**
 * Unmasks a session's recording for one person and a while. The audit event is all there is of it: while it is young
 * enough, the gateway shows that person, and nobody else, what was recorded.
 * @param actor with groups confirmed by the edge
 * @returns until when, as an ISO date
 * @throws AppError NOT_FOUND | REVIEW_OWN | ROLE_MISSING | REASON_MISSING
 */
export async function unmaskRecording(
  actor: PersonActor,
  { sessionId, reason }: { sessionId: string; reason: string },
): Promise<{ clearUntil: string }> {
  const attempt = { code: "recording.unmasked", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const nodeId = await findNodeOf(tx, sessionId);
    if (nodeId === undefined) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const excluded = await findExcluded(tx, sessionId);
    const may = mayReview(actor, { excludedIds: excluded.map(({ id }) => id) });
    if (!may.ok) return may;
    if (!saysEnough(reason, UNMASKING_LIMITS.min)) return refuse("REASON_MISSING");
    await appendEvent(tx, { ...attempt, subject: { sessionId, nodeId }, data: { reason } });
    return allow({ clearUntil: addSeconds(await databaseNow(tx), CLEAR_SECONDS).toISOString() });
  });
}
