import type { InboxKind, Urgency } from "@/lib/inbox/views";

const kinds = {
  "inbox.kind.decision": "decision",
  "inbox.kind.review": "review",
  "inbox.kind.ratification": "ratification",
  "inbox.kind.note": "note on a break-glass",
} as const satisfies Record<`inbox.kind.${InboxKind}`, string>;

const urgencies = {
  "inbox.urgency.overdue": "Overdue",
  "inbox.urgency.hour": "Within the hour",
  "inbox.urgency.day": "Within a day",
  "inbox.urgency.later": "Later",
  "inbox.urgency.never": "No due time",
} as const satisfies Record<`inbox.urgency.${Urgency}`, string>;

/** What waits for people. */
export const inbox = {
  ...kinds,
  ...urgencies,
  "inbox.lead": "Waiting for you, most urgent first.",
  "inbox.filter.kind": "Kind",
  "inbox.filter.decision": "Requests",
  "inbox.filter.review": "Reviews",
  "inbox.filter.ratification": "Break-glass",
  "inbox.filter.note": "Notes owed",
  "inbox.none": "Requests that you can approve and sessions that you can review appear here.",
  "inbox.notices": "Notices",
  "inbox.talk": "Questions and answers",
  "inbox.talk.question": "{person} asks",
  "inbox.talk.answer": "{person} answered",
  "inbox.talk.comment": "{person} commented",
  "inbox.talk.question.on": "Answer question about {nodes}",
  "inbox.talk.answer.on": "View answer about {nodes}",
  "inbox.talk.comment.on": "View comment about {nodes}",
  "inbox.talk.reply": "Answer",
  "inbox.due": "due in {duration}",
  "inbox.due.in": "due in",
  "inbox.overdue": "overdue for {duration}",
  "inbox.left": "{duration} left",
  "inbox.expiring": "expiring now",
  "inbox.approve": "Approve…",
  "inbox.approve.on": "Approve request: {person}, {nodes}",
  "inbox.review.on": "Review request: {person}, {nodes}",
  "inbox.watch.on": "Watch and review: {person}, {node}",
  "inbox.find.look.on": "View request: {person}, {nodes}",
  "inbox.since": "waiting",
  "inbox.reminded": "reminded",
  "inbox.escalated": "escalated to {groups}",
  "inbox.others": "also waits for {people}",
  "inbox.others.more": "also waits for {people} and {count, plural, one {# other} other {# others}}",
  "inbox.others.none": "no one else can do this",
  "inbox.find.decision":
    "No one has decided, and you can't. Reach a member of {groups}{hasPeople, select, yes {: {people}} other {}}.",
  "inbox.find.review":
    "No one has closed the review, and you can't. Reach a member of {groups}{hasPeople, select, yes {: {people}} other {}}.",
  "inbox.find.ratification":
    "No one has ratified or disowned this, and you can't. Reach a member of {groups}{hasPeople, select, yes {: {people}} other {}}.",
  "inbox.find.note": "The note is overdue, and only who broke the glass writes it.",
  "inbox.note": "Write note",
  "inbox.note.on": "Write note: {nodes}",
  "inbox.ratify": "Ratify or disown…",
  "inbox.ratify.on": "Ratify or disown: {person}, {nodes}",
  "inbox.find.look": "View request",
  "inbox.selector": "at most {count, plural, one {# node} other {# nodes}} with {tags}",
  "inbox.window.first-use": "{windowSeconds} from first use",
} as const;
