import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayConfirmOpening, mayWithdrawOpening } from "./rules";
import { closeOpening, findSessionOfOpening, lockOpenable } from "./store";

/**
 * Confirms that what was typed is opened, as another person asked. Both may take the sealed bytes from then on.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | INPUT_OPENING_OVER | INPUT_OPENING_SELF_CONFIRMED |
 *   RECORDING_DELETED | ASKER_WITHOUT_ROLE
 */
export async function confirmOpening(
  actor: PersonActor,
  { openingId }: { openingId: string },
): Promise<{ openingId: string }> {
  const sessionId = await findSessionOfOpening(reading(), openingId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.input-opening-confirmed", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockOpenable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "opening", id: openingId });
    const at = await databaseNow(tx);
    const may = mayConfirmOpening(actor, found.session, at);
    if (!may.ok) return may;
    // Another than the one that was shown was asked for since.
    if (found.opening?.id !== openingId) return refuse("INPUT_OPENING_OVER");
    await closeOpening(tx, openingId, { to: "confirmed", confirmedById: actor.id, closedAt: at });
    await appendEvent(tx, {
      ...attempt,
      subject: { ...subject, nodeId: found.nodeId },
      data: {
        ...{ openingId, reason: found.opening.reason, askedById: found.opening.askedById },
        ...(await contentOf(tx, "input-opening-confirmed", openingId)),
      },
    });
    await finishNotices(tx, { kinds: ["opening-asked"], subjectId: openingId });
    return allow({ openingId });
  });
}

/**
 * Takes back a request that nobody confirmed: whoever asked, or another who may open.
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | INPUT_OPENING_OVER
 */
export async function withdrawOpening(
  actor: PersonActor,
  { openingId }: { openingId: string },
): Promise<{ openingId: string }> {
  const sessionId = await findSessionOfOpening(reading(), openingId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.input-opening-withdrawn", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockOpenable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "opening", id: openingId });
    const may = mayWithdrawOpening(actor, found.session);
    if (!may.ok) return may;
    if (found.opening?.id !== openingId) return refuse("INPUT_OPENING_OVER");
    await closeOpening(tx, openingId, { to: "withdrawn", closedAt: await databaseNow(tx) });
    await appendEvent(tx, { ...attempt, data: { openingId } });
    await finishNotices(tx, { kinds: ["opening-asked"], subjectId: openingId });
    return allow({ openingId });
  });
}
