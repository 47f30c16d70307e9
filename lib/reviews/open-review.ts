import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { putItem } from "@/lib/inbox/put-item";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId, type ReviewId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { tellAlarms } from "@/lib/trail/grading/raise-alarms";
import { isReviewOwed } from "./rules";
import { findExcluded, findUnreviewed, insertReview, lockSession } from "./store";

/**
 * Opens the review of a session that is over (invariant 9). Safe to run again.
 * @returns the new review's id; null when none is owed, or it is there already
 */
export async function openReview(
  actor: SystemActor,
  { sessionId }: { sessionId: string },
): Promise<ReviewId | null> {
  const settings = config();
  return inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session || !isReviewOwed(session)) return null;
    const at = await databaseNow(tx);
    const dueAt = addSeconds(at, settings.REVIEW_DUE_SECONDS);
    const reviewId = newId("review");
    if (!(await insertReview(tx, { id: reviewId, sessionId, createdAt: at, dueAt }))) return null;
    const excluded = await findExcluded(tx, sessionId);
    await appendEvent(tx, {
      code: "review.opened",
      actor,
      subject: { reviewId, sessionId },
      data: {
        dueAt: dueAt.toISOString(),
        excluded: excluded.map(({ id }) => id),
        ...(await contentOf(tx, "review", reviewId)),
      },
    });
    await putItem(tx, {
      kind: "review",
      subjectId: reviewId,
      groups: settings.HALLIGAN_ROLES.reviewer,
      exceptPersonIds: excluded.map(({ id }) => id),
      dueAt,
    });
    // The log may have been graded before there was a review.
    await tellAlarms(tx, sessionId);
    return reviewId;
  });
}

const BATCH = 50;

/** Opens the reviews that no job opened: no review may rest on one job. Run by the sweep. */
export async function openMissingReviews(actor: SystemActor): Promise<{ opened: number }> {
  const sessionIds = await inTransaction((tx) => findUnreviewed(tx, BATCH));
  let opened = 0;
  for (const sessionId of sessionIds) if (await openReview(actor, { sessionId })) opened += 1;
  return { opened };
}
