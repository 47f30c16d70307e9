import type { InboxKind, Urgency } from "@/lib/inbox/views";

const kinds = {
  "inbox.kind.decision": "decision",
  "inbox.kind.review": "review",
} as const satisfies Record<`inbox.kind.${InboxKind}`, string>;

const urgencies = {
  "inbox.urgency.overdue": "Overdue",
  "inbox.urgency.hour": "Within the hour",
  "inbox.urgency.day": "Within a day",
  "inbox.urgency.later": "Later",
  "inbox.urgency.never": "At no set time",
} as const satisfies Record<`inbox.urgency.${Urgency}`, string>;

/** What waits for people. */
export const inbox = {
  ...kinds,
  ...urgencies,
  "inbox.lead": "What waits for you, the most pressing on top.",
  "inbox.filter.kind": "Kind",
  "inbox.filter.decision": "decisions",
  "inbox.filter.review": "reviews",
  "inbox.none": "When somebody asks for your yes, or a session waits for your review, it stands here.",
  "inbox.lapses": "lapses in {duration}",
  "inbox.lapses.in": "lapses in",
  "inbox.lapsing": "lapsing now",
  "inbox.due": "due in {duration}",
  "inbox.due.in": "due in",
  "inbox.overdue": "overdue for {duration}",
  "inbox.asked": "asked",
  "inbox.since": "waits since",
  "inbox.reminded": "reminded",
  "inbox.escalated": "escalated to {groups}",
  "inbox.others": "also waits for {people}",
  "inbox.others.more": "also waits for {people} and {count, plural, one {# other} other {# others}}",
  "inbox.others.none": "nobody else known here may take it",
  "inbox.find.decision":
    "Nobody has decided, and your yes would not count. Find somebody of {groups}{hasPeople, select, yes {: {people}} other {}}.",
  "inbox.find.review":
    "Nobody has closed the review, and it is not yours to close. Find somebody of {groups}{hasPeople, select, yes {: {people}} other {}}.",
  "inbox.find.look": "See the request",
  "inbox.selector": "at most {count, plural, one {# node} other {# nodes}} with {tags}",
  "inbox.window.first-use": "{windowSeconds} from first use",
} as const;
