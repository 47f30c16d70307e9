import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayConfirmDeletion, mayWithdrawDeletion } from "./rules";
import { findSessionOf, lockDeletable, moveDeletion } from "./store";

/**
 * Confirms a deletion that another person asked for. Jobs deletes the recording from then on; it can't be taken back.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | DELETION_OVER | DELETION_SELF_CONFIRMED |
 *   ASKER_WITHOUT_ROLE | RECORDING_HELD
 */
export async function confirmDeletion(
  actor: PersonActor,
  { deletionId }: { deletionId: string },
): Promise<{ deletionId: string }> {
  const sessionId = await findSessionOf(reading(), deletionId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.deletion-confirmed", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockDeletable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "deletion", id: deletionId });
    const at = await databaseNow(tx);
    const may = mayConfirmDeletion(actor, found.session, at);
    if (!may.ok) return may;
    // Another than the one that was shown was asked for since.
    if (found.deletion?.id !== deletionId) return refuse("DELETION_OVER");
    await moveDeletion(tx, found.deletion, { to: "confirmed", confirmedById: actor.id, confirmedAt: at });
    await appendEvent(tx, {
      ...attempt,
      subject: { ...subject, nodeId: found.nodeId },
      data: {
        ...{ deletionId, reason: found.deletion.reason, askedById: found.deletion.askedById },
        ...(await contentOf(tx, "deletion-confirmed", deletionId)),
      },
    });
    await finishNotices(tx, { kinds: ["deletion-asked"], subjectId: deletionId });
    return allow({ deletionId });
  });
}

/**
 * Takes back a deletion that nobody confirmed: whoever asked for it, or another who may delete.
 * @throws AppError NOT_FOUND | DELETION_OWN | ROLE_MISSING | DELETION_OVER
 */
export async function withdrawDeletion(
  actor: PersonActor,
  { deletionId }: { deletionId: string },
): Promise<{ deletionId: string }> {
  const sessionId = await findSessionOf(reading(), deletionId);
  const subject = sessionId === undefined ? {} : { sessionId };
  const attempt = { code: "recording.deletion-withdrawn", actor, subject } as const;
  return audited(attempt, async (tx) => {
    const found = sessionId === undefined ? null : await lockDeletable(tx, sessionId);
    if (!found) return refuse("NOT_FOUND", { kind: "deletion", id: deletionId });
    const may = mayWithdrawDeletion(actor, found.session);
    if (!may.ok) return may;
    if (found.deletion?.id !== deletionId) return refuse("DELETION_OVER");
    await moveDeletion(tx, found.deletion, { to: "withdrawn", closedAt: await databaseNow(tx) });
    await appendEvent(tx, { ...attempt, data: { deletionId } });
    await finishNotices(tx, { kinds: ["deletion-asked"], subjectId: deletionId });
    return allow({ deletionId });
  });
}
