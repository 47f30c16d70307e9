import { ClipboardList, TriangleAlert } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import { look } from "./look";
import { reviewLook } from "./review";

const OPEN = {
  inTime: look("blue", ClipboardList, "review.state.open"),
  overdue: look("amber", TriangleAlert, "review.state.overdue"),
} as const;

/** A review beside the state of its shell, without a column's head: "open" alone would say that the shell is. */
export function shellReviewLook(review: { verdict: string | null; isOverdue?: boolean }): StateLook {
  if (review.verdict !== null) return reviewLook(review);
  return OPEN[review.isOverdue ? "overdue" : "inTime"];
}
