import type { ReviewVerdict } from "@/lib/reviews/views";

const verdicts = {
  "review.verdict.in-order": "in order",
  "review.verdict.follow-up": "follow-up",
  "review.verdict.violation": "violation",
} as const satisfies Record<`review.verdict.${ReviewVerdict}`, string>;

const verdictHints = {
  "review.verdict.in-order.hint": "What was done fits what was asked for.",
  "review.verdict.follow-up.hint":
    "In order, and something should be done so that the next time needs no shell.",
  "review.verdict.violation.hint": "Something was done that was not asked for.",
} as const satisfies Record<`review.verdict.${ReviewVerdict}.hint`, string>;

/** Reviews and their verdicts. */
export const review = {
  ...verdicts,
  ...verdictHints,
  "pages.reviews.search": "Search in people, nodes, reasons",
  "pages.reviews.state": "State",
  "pages.reviews.open": "open",
  "pages.reviews.closed": "closed",
  "pages.review": "Review",
  "review.open": "open",
  "review.overdue": "overdue",
  "review.due": "due",
  "review.form.verdict": "Verdict",
  "review.form.choose": "Choose a verdict.",
  "review.form.notes": "Notes",
  "review.form.notes.hint": "What you saw; what a root shell may have left behind.",
  "review.form.notes.needed":
    "At least {min, number} characters: a verdict without a word about it says nothing.",
  "review.form.submit": "Close review",
  "review.closed": "{person} closed it",
  "review.excluded": "Not by {people}: they asked or held the keyboard.",
  "review.watch": "Watch and review",
} as const;
