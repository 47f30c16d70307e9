import { ClipboardCheck, ClipboardList, Flag, TriangleAlert } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import { REVIEW_VERDICTS, type ReviewVerdict } from "@/lib/reviews/views";
import { look } from "./look";

export const VERDICT_LOOK = {
  "in-order": look("green", ClipboardCheck, "review.verdict.in-order"),
  "follow-up": look("amber", Flag, "review.verdict.follow-up"),
  violation: look("red", TriangleAlert, "review.verdict.violation"),
} as const satisfies Record<ReviewVerdict, StateLook>;

const REVIEW_OPEN: StateLook = look("blue", ClipboardList, "review.open");
const REVIEW_OVERDUE: StateLook = look("amber", TriangleAlert, "review.overdue");

/** An open review is blue, an overdue one amber; a closed one looks as its verdict. */
export function reviewLook(review: { verdict: string | null; isOverdue?: boolean }): StateLook {
  const verdict = REVIEW_VERDICTS.find((one) => one === review.verdict);
  if (verdict) return VERDICT_LOOK[verdict];
  return review.isOverdue ? REVIEW_OVERDUE : REVIEW_OPEN;
}
