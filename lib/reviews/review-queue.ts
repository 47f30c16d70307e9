import type { PersonActor } from "@/lib/kernel/actor";
import { listReviews } from "./lists/list-reviews";
import type { ReviewQueue } from "./views";

/** As many as anybody goes through in one sitting. */
const MOST = 100;

/**
 * Where a review stands among those that this person may close, due first on top, and which comes after it.
 * @returns null when it is none of them
 * @throws AppError ROLE_MISSING
 */
export async function readReviewQueue(viewer: PersonActor, reviewId: string): Promise<ReviewQueue | null> {
  const { rows, nextCursor } = await listReviews(viewer, { state: "open" }, { limit: MOST });
  const mine = rows.filter(({ waitsForMe }) => waitsForMe);
  const at = mine.findIndex(({ id }) => id === reviewId);
  if (at < 0) return null;
  const others = mine.toSpliced(at, 1);
  // After the last one the first is next: it may have been passed over.
  const next = others[at] ?? others[0];
  return {
    position: at + 1,
    count: mine.length,
    hasMore: nextCursor !== null,
    nextSessionId: next?.session.id ?? null,
  };
}
