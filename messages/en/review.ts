import type { ReviewVerdict } from "@/lib/reviews/views";

const verdicts = {
  "review.verdict.in-order": "in order",
  "review.verdict.follow-up": "follow-up",
  "review.verdict.violation": "violation",
} as const satisfies Record<`review.verdict.${ReviewVerdict}`, string>;

const verdictHints = {
  "review.verdict.in-order.hint": "Everything done fits the request.",
  "review.verdict.follow-up.hint":
    "Fits the request, but something should change so that next time needs no shell.",
  "review.verdict.violation.hint": "Something was done that the request doesn't cover.",
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
  "review.form.notes.hint": "What you saw, and what should happen next",
  "review.form.notes.needed": "Write at least {min, number} characters: others need to know why.",
  "review.form.submit": "Close review",
  "review.closed": "Closed by {person}",
  "review.excluded": "Can't be reviewed by {people}: they requested the access or typed in the session.",
  "review.watch": "Review session",
  "review.choice.in-order": "In order",
  "review.choice.follow-up": "Follow-up",
  "review.choice.violation": "Violation",
  "review.bar": "Review",
  "review.queue": "{position, number} of {count, number}{hasMore, select, yes {{more}} other {}}",
  "review.overdueSince": "overdue since",
  "review.form.submitNext": "Close and open next",
  "review.notYet": "Not reviewed yet.",
  "review.state.none": "not reviewed",
  "review.state.open": "review open",
  "review.state.overdue": "review overdue",
  "review.state.closed": "review closed",
} as const;
