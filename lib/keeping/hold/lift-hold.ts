import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices, tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import { findSeconds } from "@/lib/people/second-person-store";
import { HOLD_LIMITS, HOLD_ROLES, mayAskLifting, mayConfirmLifting, mayWithdrawLifting } from "./rules";
import { closeLifting, findSessionOfHold, findSessionOfLifting, insertLifting, lockHoldable } from "./store";

/**
 * Asks that a hold is lifted. It holds until another person confirms that.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | HOLD_LIFT_OVER | HOLD_LIFT_ASKED; INVALID_INPUT for a reason
 *   that says too little
 */
export async function askLifting(
  actor: PersonActor,
  { holdId, reason }: { holdId: string; reason: string },
): Promise<{ liftingId: string }> {
  const sessionId = await findSessionOfHold(reading(), holdId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.hold-lift-asked", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockHoldable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "hold", id: holdId });
    const may = mayAskLifting(actor, found.session);
    if (!may.ok) return may;
    // Another than the one that was shown is in force since.
    if (found.hold?.id !== holdId) return refuse("HOLD_LIFT_OVER");
    const { min, max } = HOLD_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const liftingId = newId("lifting");
    await insertLifting(tx, { id: liftingId, holdId, reason, askedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { ...subject, nodeId: found.nodeId },
      data: { holdId, liftingId, reason, ...(await contentOf(tx, "hold-lifting", liftingId)) },
    });
    await tell(
      tx,
      {
        ...{ kind: "lifting-asked", subjectId: liftingId, requestId: null, actor },
        at: await databaseNow(tx),
      },
      await findSeconds(tx, HOLD_ROLES, found.session.excludedIds),
    );
    return allow({ liftingId });
  });
}

/**
 * Lifts a hold as another person asked. What deletes believes it once both people's words are sealed.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | HOLD_LIFT_OVER | HOLD_LIFT_SELF_CONFIRMED |
 *   ASKER_WITHOUT_ROLE
 */
export async function confirmLifting(
  actor: PersonActor,
  { liftingId }: { liftingId: string },
): Promise<{ liftingId: string }> {
  const sessionId = await findSessionOfLifting(reading(), liftingId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.hold-lifted", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockHoldable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "lifting", id: liftingId });
    const at = await databaseNow(tx);
    const may = mayConfirmLifting(actor, found.session, at);
    if (!may.ok) return may;
    const { hold, nodeId } = found;
    if (hold?.lifting?.id !== liftingId) return refuse("HOLD_LIFT_OVER");
    await closeLifting(tx, liftingId, { to: "lifted", confirmedById: actor.id, closedAt: at });
    await appendEvent(tx, {
      ...attempt,
      subject: { ...subject, nodeId },
      data: {
        ...{ holdId: hold.id, liftingId, reason: hold.lifting.reason, askedById: hold.lifting.askedBy.id },
        ...(await contentOf(tx, "hold-lifted", liftingId)),
      },
    });
    await finishNotices(tx, { kinds: ["lifting-asked"], subjectId: liftingId });
    return allow({ liftingId });
  });
}

/**
 * Takes back a request to lift a hold that nobody confirmed: whoever asked, or another who may lift it.
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | HOLD_LIFT_OVER
 */
export async function withdrawLifting(
  actor: PersonActor,
  { liftingId }: { liftingId: string },
): Promise<{ liftingId: string }> {
  const sessionId = await findSessionOfLifting(reading(), liftingId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.hold-lift-withdrawn", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockHoldable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "lifting", id: liftingId });
    const may = mayWithdrawLifting(actor, found.session);
    if (!may.ok) return may;
    if (found.hold?.lifting?.id !== liftingId) return refuse("HOLD_LIFT_OVER");
    await closeLifting(tx, liftingId, { to: "withdrawn", closedAt: await databaseNow(tx) });
    await appendEvent(tx, { ...attempt, data: { holdId: found.hold.id, liftingId } });
    await finishNotices(tx, { kinds: ["lifting-asked"], subjectId: liftingId });
    return allow({ liftingId });
  });
}
