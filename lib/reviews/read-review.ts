import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import { scopeSeen } from "@/lib/people/visibility";
import { type FullReview, findFullReview } from "./read-store";
import { reviewRows } from "./rows";
import { mayClose } from "./rules";
import { findExcluded } from "./store";
import type { ReviewDetail } from "./views";

/**
 * One review with its evidence's facts.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readReview(viewer: PersonActor, reviewId: string): Promise<ReviewDetail> {
  const scope = scopeSeen(viewer, "reviews");
  const tx = reading();
  const review = await findFullReview(tx, { id: reviewId });
  if (!review || (scope === "own" && review.session.personId !== viewer.id)) throw notFound(reviewId);
  return detailOf(tx, viewer, review);
}

/**
 * The review of a session, or null while it has none (or the viewer may not see it).
 * @throws AppError ROLE_MISSING
 */
export async function readReviewOfSession(
  viewer: PersonActor,
  sessionId: string,
): Promise<ReviewDetail | null> {
  const scope = scopeSeen(viewer, "reviews");
  const tx = reading();
  const review = await findFullReview(tx, { sessionId });
  if (!review || (scope === "own" && review.session.personId !== viewer.id)) return null;
  return detailOf(tx, viewer, review);
}

function notFound(reviewId: string): AppError {
  return new AppError("NOT_FOUND", "no such review", { params: { kind: "review", id: reviewId } });
}

async function detailOf(tx: Tx, viewer: PersonActor, review: FullReview): Promise<ReviewDetail> {
  const [row] = await reviewRows(tx, viewer, [review], await databaseNow(tx));
  if (!row) throw notFound(review.id);
  const excluded = await findExcluded(tx, review.session.id);
  const rule = {
    state: review.state,
    sessionState: review.session.state,
    excludedIds: excluded.map(({ id }) => id),
  };
  return {
    ...row,
    notes: review.notes,
    decisions: review.decisions,
    grant: review.grant,
    excluded,
    actions: { close: actionState(mayClose(viewer, rule)) },
  };
}
