import type { PersonActor } from "../kernel/actor";
import type { ReviewDetail } from "./views";

/**
 * One review with its evidence's facts.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readReview(_viewer: PersonActor, _reviewId: string): Promise<ReviewDetail> {
  throw new TypeError("not built yet");
}

/**
 * The review of a session, or null while it has none.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readReviewOfSession(
  _viewer: PersonActor,
  _sessionId: string,
): Promise<ReviewDetail | null> {
  throw new TypeError("not built yet");
}
