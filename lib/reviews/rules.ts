import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { Transitions } from "@/lib/kernel/transitions";
import type { ReviewState, ReviewVerdict } from "./views";

/** Every step of a review; it is `open` from the start. */
export const REVIEW_TRANSITIONS = {
  open: ["closed"],
  closed: [],
} as const satisfies Transitions<ReviewState>;

/** Lengths of what a reviewer writes: it says at least so much (`weightOf`), in at most so many characters. */
export const NOTES_LIMITS = { min: 5, max: 4000 } as const;

/** A session as far as it decides whether a review is owed. */
export interface ReviewableSession {
  readonly state: string;
  readonly startIntendedAt: Date | null;
  readonly openedAt: Date | null;
  readonly awsSessionId: string | null;
  /** Of one past the portal: whether it started before the portal watched. */
  readonly imported?: { readonly isBeforeWatch: boolean } | null;
}

/**
 * Whether a session is owed a review: it is over, and there was a shell or may have been one. A start that AWS
 * refused left nothing to look at; a start whose answer was lost may have. What was opened past the portal before it
 * watched is history.
 */
export function isReviewOwed(session: ReviewableSession): boolean {
  if (session.imported?.isBeforeWatch) return false;
  const hasOpened = session.openedAt !== null || session.awsSessionId !== null;
  if (session.state === "failed") return hasOpened;
  return session.state === "ended" && (hasOpened || session.startIntendedAt !== null);
}

/** A review as the rules look at it. */
export interface RuleReview {
  readonly state: ReviewState;
  readonly sessionState: string;
  /** The requester and everybody who held the keyboard. */
  readonly excludedIds: readonly string[];
}

/** Lengths of the reason for which secrets are unmasked. */
export const UNMASKING_LIMITS = { min: 5, max: 500 } as const;

/**
 * Whether this person may review a session (invariant 2: never one's own, by person), and so may unmask its recording.
 * A rule that asks for a second factor first belongs here.
 */
export function mayReview(
  person: Pick<PersonActor, "id" | "roles">,
  { excludedIds }: Pick<RuleReview, "excludedIds">,
): Verdict<null> {
  if (excludedIds.includes(person.id)) return refuse("REVIEW_OWN");
  if (!person.roles.includes("reviewer")) return refuse("ROLE_MISSING", { roles: ["reviewer"] });
  return allow(null);
}

/** Whether this person may close this review now. */
export function mayClose(person: Pick<PersonActor, "id" | "roles">, review: RuleReview): Verdict<null> {
  const may = mayReview(person, review);
  if (!may.ok) return may;
  if (review.state === "closed") return refuse("REVIEW_CLOSED");
  if (review.sessionState !== "ended" && review.sessionState !== "failed")
    return refuse("SESSION_STILL_OPEN");
  return allow(null);
}

/** Whether the closing is complete: a verdict without a word about it says nothing. */
export function checkClosing(closing: {
  readonly verdict: ReviewVerdict;
  readonly notes: string;
}): Verdict<null> {
  const { min, max } = NOTES_LIMITS;
  return saysEnough(closing.notes, min) && closing.notes.length <= max
    ? allow(null)
    : refuse("INVALID_INPUT", { fields: ["notes"], min, max });
}
