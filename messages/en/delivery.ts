import type { DeliveryKind, DeliveryState } from "@/lib/inbox/deliveries/views";

const subjects = {
  "mail.subject.request-waiting": "{person} requests access to {nodes}",
  "mail.subject.request-reminded": "Reminder: {person} requests access to {nodes}",
  "mail.subject.request-expiring": "Still waiting: {person} requests access to {nodes}",
  "mail.subject.request-escalated": "No one has decided yet: {person} requests access to {nodes}",
  "mail.subject.request-closed": "Request {state}: {person}, access to {nodes}",
  "mail.subject.approved": "Approved: access to {nodes}",
  "mail.subject.denied": "Denied: access to {nodes}",
  "mail.subject.access-ending": "Ending soon: access to {nodes}",
  "mail.subject.glass-broken": "Break-glass: {person} on {nodes}",
  "mail.subject.glass-disowned": "Break-glass disowned: {person} on {nodes}",
} as const satisfies Record<`mail.subject.${DeliveryKind}`, string>;

const leads = {
  "mail.lead.request-waiting": "{person} requests access, and you can decide.",
  "mail.lead.request-reminded": "{person} reminds you of this request. You can decide.",
  "mail.lead.request-expiring": "This request is still waiting, and you can decide.",
  "mail.lead.request-escalated":
    "No one has decided this request, and you can’t. Reach a member of {groups}.",
  "mail.lead.request-closed": "The request is {state}.",
  "mail.lead.approved": "{decider} approved the request of {person}.",
  "mail.lead.denied": "{decider} denied the request of {person}.",
  "mail.lead.access-ending": "Your access ends at {time}.",
  "mail.lead.glass-broken":
    "{person} broke the glass: access without waiting for an approval, until {time}. Watch live from its page; an approver must ratify or disown it.",
  "mail.lead.glass-disowned": "{judge} disowned the break-glass access of {person}. It needs a review.",
} as const satisfies Record<`mail.lead.${DeliveryKind}`, string>;

const states = {
  "delivery.state.waiting": "waiting",
  "delivery.state.delivered": "delivered",
  "delivery.state.failed": "failed",
  "delivery.state.gave-up": "not delivered in time",
  "delivery.state.settled": "no longer needed",
} as const satisfies Record<`delivery.state.${DeliveryState}`, string>;

const kinds = {
  "delivery.kind.request-waiting": "request",
  "delivery.kind.request-reminded": "reminder by the requester",
  "delivery.kind.request-expiring": "reminder",
  "delivery.kind.request-escalated": "escalation",
  "delivery.kind.request-closed": "end of the request",
  "delivery.kind.approved": "approval",
  "delivery.kind.denied": "denial",
  "delivery.kind.access-ending": "access ending",
  "delivery.kind.glass-broken": "break-glass",
  "delivery.kind.glass-disowned": "break-glass disowned",
} as const satisfies Record<`delivery.kind.${DeliveryKind}`, string>;

/** What people are told outside the portal, and how that went. */
export const delivery = {
  ...subjects,
  ...leads,
  ...states,
  ...kinds,
  "settings.channels.noMail":
    "No mail server is set up: approvers learn of requests only by looking. An operator can set one up for the jobs process.",
  "settings.channels.unused": "Nothing sent yet",
  "settings.channels.delivered": "Last delivered",
  "settings.channels.failing": "Nothing gets through since",
  "settings.channels.waiting": "{count, plural, one {# message waits} other {# messages wait}}",
  "delivery.title": "Told outside Halligan",
  "delivery.more": "{count, plural, one {# more message} other {# more messages}}",
  "delivery.way.mail": "Mail",
  "delivery.way.push": "Push",
  "delivery.way.webhook": "Endpoint",
  "delivery.earlier": "{count, plural, one {# earlier try} other {# earlier tries}}",
  "delivery.untried": "Not tried.",
  "delivery.next": "Next try:",
  "delivery.answer.NO_ADDRESS": "The identity provider names no address for this person.",
  "delivery.answer.BAD_ADDRESS": "The identity provider names something that is no mail address.",
  "delivery.answer.MAIL_NOT_SET_UP": "No mail server is set up any more.",
  "delivery.answer.PUSH_NOT_SET_UP": "No key for push messages is set up any more.",
  "delivery.answer.NO_BROWSER": "This person has turned push messages off in every browser.",
  "delivery.answer.BAD_BROWSER": "What the browser said of itself can't be used; it was removed.",
  "delivery.answer.ENDPOINT_NOT_SET_UP": "This endpoint is not set up any more.",
  "notifications.title": "Notifications",
  "notifications.lead": "How you are told about requests outside Halligan.",
  "notifications.mail": "Mail",
  "notifications.mail.on": "on",
  "notifications.mail.off": "off",
  "notifications.mail.address": "Address",
  "notifications.mail.none": "none",
  "notifications.mail.what":
    "You get mail when a request waits for your decision, when yours is decided, and before your access ends. The address comes from your identity provider.",
  "notifications.mail.noAddress":
    "Your identity provider names no address for you, so no mail reaches you. Ask its administrator to add one, then sign in again.",
  "notifications.mail.notSetUp":
    "This installation sends no mail. An administrator can set up a mail server.",
  "notifications.mail.turnOn": "Turn mail on",
  "notifications.mail.turnOff": "Turn mail off",
  "notifications.push": "Push messages",
  "notifications.push.what":
    "A browser shows the same messages even when Halligan isn't open: on a phone they wake its screen. A phone shows who requests access, where and why on its lock screen. An iPhone needs Halligan on its home screen first.",
  "notifications.push.notSetUp":
    "This installation sends no push messages. An operator can set up a key for them.",
  "notifications.push.browser": "A browser",
  "notifications.push.since": "since",
  "notifications.push.turnOn": "Turn on in this browser",
  "notifications.push.remove": "Remove",
  "notifications.push.unable": "This browser can't show push messages.",
  "notifications.push.blocked":
    "This browser doesn't let Halligan show messages. Allow notifications for this address in its settings, then try again.",
  "notifications.push.failed":
    "This browser couldn't reach its push service. Check its network, then try again.",
  "mail.who": "Who",
  "mail.where": "Where",
  "mail.where.node": "{node} ({account}, {region}, {protection})",
  "mail.where.more": "and {count, plural, one {# more node} other {# more nodes}}",
  "mail.where.selector": "at most {count, plural, one {# node} other {# nodes}} with {tags}",
  "mail.why": "Why",
  "mail.howLong": "How long",
  "mail.osUser": "User on the node",
  "mail.incident": "Incident",
  "mail.needs": "Approval",
  "mail.expires": "Expires",
  "mail.comment": "Comment",
  "mail.open.decide": "View the request and decide",
  "mail.open.view": "View the request",
  "mail.once": "The link opens the request. Nothing is decided until you do it there, signed in.",
  "mail.off": "To stop these mails, open Halligan and choose Notifications under your name.",
} as const;
