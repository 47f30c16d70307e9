import { addSeconds } from "@/lib/kernel/time";

/** How one try ended: taken; refused for good; refused or unanswered for now. */
export type TryOutcome = "delivered" | "refused" | "again";

/** What a receiver answered to one try. */
export interface Answer {
  outcome: TryOutcome;
  /** The receiver's own words, or what kept us from it: hostile text. */
  text: string;
  /** Whether it says that the way itself doesn't work, whoever the message is for. */
  isChannelDown: boolean;
  /** The receiver's wish: not before so many seconds. */
  afterSeconds?: number;
}

/** Somebody is to be woken: soon at first, and then as long as it is of use. */
const PAUSES = [5, 30, 120, 600] as const;
const LAST_PAUSE = 600;

/** What becomes of a delivery after a try. */
export type AfterTry =
  | { state: "delivered" | "failed" | "gave-up"; nextTryAt: null }
  | { state: "waiting"; nextTryAt: Date };

/**
 * @param before how many tries there were before this one
 * @param context.expiresAt what would be tried later than that is given up
 */
export function afterTry(
  { outcome, afterSeconds = 0 }: Pick<Answer, "outcome" | "afterSeconds">,
  before: number,
  { at, expiresAt }: { at: Date; expiresAt: Date },
): AfterTry {
  if (outcome === "delivered") return { state: "delivered", nextTryAt: null };
  if (outcome === "refused") return { state: "failed", nextTryAt: null };
  const nextTryAt = addSeconds(at, Math.max(PAUSES[before] ?? LAST_PAUSE, afterSeconds));
  return nextTryAt >= expiresAt ? { state: "gave-up", nextTryAt: null } : { state: "waiting", nextTryAt };
}

const LONGEST_ANSWER = 300;

/** A receiver's words as they are kept: one line, nothing that reorders or can't be seen, not too long. */
export function keptAnswer(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_ANSWER);
}
