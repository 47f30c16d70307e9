import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { completeItem } from "@/lib/inbox/complete-item";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { checkClosing, mayClose } from "./rules";
import { findExcluded, lockGlassOf, lockReview, saveClosing } from "./store";
import type { ReviewVerdict } from "./views";

/**
 * Closes a review with a verdict and notes.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | REVIEW_OWN | ROLE_MISSING | REVIEW_CLOSED | SESSION_STILL_OPEN | INVALID_INPUT
 */
export async function closeReview(
  actor: PersonActor,
  input: { reviewId: string; verdict: ReviewVerdict; notes: string },
): Promise<{ reviewId: string }> {
  const { reviewId, verdict, notes } = input;
  const attempt = { code: "review.closed", actor, subject: { reviewId } } as const;
  return audited(attempt, async (tx) => {
    // Whoever ratifies or disowns takes turns with whoever reviews: each must see the other.
    await lockGlassOf(tx, reviewId);
    const review = await lockReview(tx, reviewId);
    if (!review) return refuse("NOT_FOUND", { kind: "review", id: reviewId });
    const excluded = await findExcluded(tx, review.sessionId);
    const may = mayClose(actor, { ...review, excludedIds: excluded.map(({ id }) => id) });
    if (!may.ok) return may;
    const complete = checkClosing({ verdict, notes });
    if (!complete.ok) return complete;
    const closedAt = await databaseNow(tx);
    await saveClosing(tx, review, { verdict, notes, closedAt, closedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { reviewId, sessionId: review.sessionId },
      data: { verdict, notes, ...(await contentOf(tx, "review-end", reviewId)) },
    });
    await completeItem(tx, "review", reviewId);
    await finishNotices(tx, { kinds: ["review-due", "log-alarm"], subjectId: reviewId });
    await finishNotices(tx, { kinds: ["outside-session"], subjectId: review.sessionId });
    return allow({ reviewId });
  });
}
