import type { AuditCode } from "@/lib/audit/catalogue";

/** Each audit event as one sentence. {actor} is who did it, {subject} what it was done to. */
export const audit = {
  "audit.sign-in.started": "{actor} signed in",
  "audit.sign-in.ended": "{actor} signed out{hasReason, select, yes {: {reason}} other {}}",
  "audit.sign-in.revoked":
    "{actor} ended a sign-in of {subject}{hasReason, select, yes {: {reason}} other {}}",
  "audit.person.roles-changed":
    "The roles of {subject} changed{hasRoles, select, yes { to {roles}} other {}}",
  "audit.person.groups-confirmed": "The groups of {subject} were confirmed",
  "audit.person.disabled":
    "{actor} switched off the access of {subject}{hasReason, select, yes {: {reason}} other {}}",
  "audit.person.enabled": "{actor} switched on the access of {subject}",
  "audit.person.language-chosen":
    "{actor} chose a language{hasLanguage, select, yes {: {language}} other {}}",
  "audit.request.created": "{actor} asked for a shell on {nodes}",
  "audit.request.approved":
    "{actor} approved a shell on {nodes}{hasWindowSeconds, select, yes { for {windowSeconds}} other {}}",
  "audit.request.denied": "{actor} denied a shell on {nodes}{hasReason, select, yes {: {reason}} other {}}",
  "audit.request.withdrawn": "{actor} withdrew the request for {nodes}",
  "audit.request.opened": "{actor} opened the request for {nodes}",
  "audit.request.commented":
    "{actor} commented on the request for {nodes}{hasText, select, yes {: {text}} other {}}",
  "audit.request.questioned":
    "{actor} asked about the request for {nodes}{hasText, select, yes {: {text}} other {}}",
  "audit.request.answered":
    "{actor} answered about the request for {nodes}{hasText, select, yes {: {text}} other {}}",
  "audit.request.reminded": "{actor} reminded the approvers of the request for {nodes}",
  "audit.request.lapsed": "The request for {nodes} lapsed without a decision",
  "audit.grant.issued":
    "Access to {nodes} was issued{hasEndsAt, select, yes { until {endsAt}} other {}}{hasUseBy, select, yes {, to be used by {useBy}} other {}}",
  "audit.grant.first-used":
    "{actor} began to use the access to {nodes}{hasEndsAt, select, yes {: its window runs until {endsAt}} other {}}",
  "audit.grant.ended": "Access to {nodes} ended{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.created": "{actor} asked the gateway for a session on {node}",
  "audit.session.opening": "The gateway takes hold of the session on {node}",
  "audit.session.role-assuming": "The gateway is about to assume the role for a session on {node}",
  "audit.session.role-assumed": "The gateway assumed the role for a session on {node}",
  "audit.session.starting": "The gateway is about to start a session on {node}",
  "audit.session.opened": "A shell on {node} is open",
  "audit.session.attached": "{actor} took the keyboard of the session on {node}",
  "audit.session.detached": "{actor} left the keyboard of the session on {node}",
  "audit.session.taken-over": "Another gateway took over the session on {node}",
  "audit.session.keyboard-taken":
    "{actor} took the keyboard of the session on {node} from another window of theirs",
  "audit.session.watched": "{actor} began to watch the session on {node}",
  "audit.session.unwatched": "{actor} stopped watching the session on {node}",
  "audit.session.resuming": "The gateway is about to resume the session on {node}",
  "audit.session.resumed": "The gateway resumed the session on {node}",
  "audit.session.end-requested":
    "{actor} ended the session on {node}{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.ended": "The session on {node} ended{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.end-confirmed": "AWS confirmed the end of the session on {node}",
  "audit.session.failed":
    "The session on {node} could not be opened{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.swept":
    "The sweep ended a session of AWS that the portal did not know{hasNode, select, yes {: {node}} other {}}",
  "audit.recording.closed": "The recording of the session on {node} was closed",
  "audit.recording.gap-found":
    "The recording of the session on {node} has a gap{hasCause, select, yes {: {cause}} other {}}",
  "audit.recording.replayed": "{actor} replayed the session on {node}",
  "audit.review.opened":
    "A review of the session on {node} is due{hasDueAt, select, yes { at {dueAt}} other {}}",
  "audit.review.closed":
    "{actor} closed the review of the session on {node}{hasVerdict, select, yes {: {verdict}} other {}}",
  "audit.inbox.reminded":
    "{actor} reminded{hasGroups, select, yes { {groups}} other {}} that nobody has acted{hasKind, select, yes { on a {kind}} other {}}{hasNode, select, yes { about {node}} other {}}{hasSince, select, yes { since {since}} other {}}",
  "audit.inbox.escalated":
    "{actor} told{hasGroups, select, yes { {groups}} other {}} that nobody has acted{hasKind, select, yes { on a {kind}} other {}}{hasNode, select, yes { about {node}} other {}}{hasSince, select, yes { since {since}} other {}}",
  "audit.node.found": "The node {node} was found",
  "audit.node.lost": "The node {node} is no longer in the inventory",
  "audit.node.starred": "{actor} starred {node}",
  "audit.node.unstarred": "{actor} took the star from {node}",
  "audit.evidence.fetched": "The agent log and trail of the session on {node} were read",
  "audit.connection.test-ordered": "{actor} ordered a connection test of {account} in {region}",
  "audit.connection.tested":
    "The connection to {account} in {region} was tested{hasPassed, select, yes {: {passed, number} passed} other {}}{hasDenied, select, yes {, {denied, number} denied} other {}}{hasBroken, select, yes {, {broken, number} failed} other {}}",
  "audit.document.ordered": "{actor} ordered the session document {document} in {account}, {region}",
  "audit.document.created": "The session document {document} was created in {account}, {region}",
  "audit.document.failed":
    "The session document {document} was not created in {account}, {region}{hasReason, select, yes {: {reason}} other {}}",
  "audit.list.export-begun":
    "{actor} began to take a list away as a file{hasList, select, yes {: {list}} other {}}",
  "audit.list.exported":
    "{actor} took a list away as a file{hasList, select, yes {: {list}, rows: {rows, number}} other {}}",
  "audit.audit.exported": "{actor} exported the audit",
} as const satisfies Record<`audit.${AuditCode}`, string>;

/** The same as what was tried, for refusals. */
export const auditActs = {
  "audit.act.sign-in.started": "signing in",
  "audit.act.sign-in.ended": "signing out",
  "audit.act.sign-in.revoked": "ending a sign-in",
  "audit.act.person.roles-changed": "changing roles",
  "audit.act.person.groups-confirmed": "confirming groups",
  "audit.act.person.disabled": "switching off a person",
  "audit.act.person.enabled": "switching on a person",
  "audit.act.person.language-chosen": "choosing a language",
  "audit.act.request.created": "asking for a shell",
  "audit.act.request.approved": "approving a request",
  "audit.act.request.denied": "denying a request",
  "audit.act.request.withdrawn": "withdrawing a request",
  "audit.act.request.opened": "opening a request",
  "audit.act.request.commented": "commenting on a request",
  "audit.act.request.questioned": "asking about a request",
  "audit.act.request.answered": "answering a question",
  "audit.act.request.reminded": "reminding approvers",
  "audit.act.request.lapsed": "letting a request lapse",
  "audit.act.grant.issued": "issuing access",
  "audit.act.grant.first-used": "beginning to use an access",
  "audit.act.grant.ended": "ending an access",
  "audit.act.session.created": "opening a session",
  "audit.act.session.opening": "opening a shell",
  "audit.act.session.role-assuming": "assuming the role",
  "audit.act.session.role-assumed": "assuming the role",
  "audit.act.session.starting": "starting a session",
  "audit.act.session.opened": "opening a shell",
  "audit.act.session.attached": "taking the keyboard",
  "audit.act.session.detached": "leaving the keyboard",
  "audit.act.session.taken-over": "taking over a session",
  "audit.act.session.keyboard-taken": "taking the keyboard from another window",
  "audit.act.session.watched": "watching a session",
  "audit.act.session.unwatched": "leaving a session that was watched",
  "audit.act.session.resuming": "resuming a session",
  "audit.act.session.resumed": "resuming a session",
  "audit.act.session.end-requested": "ending a session",
  "audit.act.session.ended": "ending a session",
  "audit.act.session.end-confirmed": "confirming the end of a session",
  "audit.act.session.failed": "opening a session",
  "audit.act.session.swept": "sweeping a session",
  "audit.act.recording.closed": "closing a recording",
  "audit.act.recording.gap-found": "naming a gap",
  "audit.act.recording.replayed": "replaying a session",
  "audit.act.review.opened": "opening a review",
  "audit.act.review.closed": "closing a review",
  "audit.act.inbox.reminded": "reminding people",
  "audit.act.inbox.escalated": "escalating",
  "audit.act.node.found": "finding a node",
  "audit.act.node.lost": "losing a node",
  "audit.act.node.starred": "starring a node",
  "audit.act.node.unstarred": "taking a star from a node",
  "audit.act.evidence.fetched": "reading the evidence",
  "audit.act.connection.test-ordered": "ordering a connection test",
  "audit.act.connection.tested": "testing a connection",
  "audit.act.document.ordered": "ordering a session document",
  "audit.act.document.created": "creating a session document",
  "audit.act.document.failed": "creating a session document",
  "audit.act.list.export-begun": "taking a list away as a file",
  "audit.act.list.exported": "taking a list away as a file",
  "audit.act.audit.exported": "exporting the audit",
} as const satisfies Record<`audit.act.${AuditCode}`, string>;

/** The list of events, and words beside them. */
export const auditList = {
  "pages.audit.code": "Event",
  "pages.audit.outcome": "Outcome",
  "pages.audit.subject": "Id of a request, session, node or person",

  "audit.list": "Audit",
  "audit.list.lead":
    "Who did what, when. It can't be changed unseen later than ten seconds after it was written.",
  "audit.list.none": "No event yet.",
  "audit.list.summary": "{count, plural, one {# event} other {# events}}, newest first",
  "audit.list.search": "Person, node, id",
  "audit.filter.code": "Event",
  "audit.filter.outcome": "Outcome",
  "audit.filter.any": "any",
  "audit.outcome.done": "done",
  "audit.outcome.refused": "refused",
  "audit.outcome.failed": "failed",
  "audit.refused": "{actor} was refused: {what}",
  "audit.failed": "Failed: {what}",
  "audit.somebody": "Somebody",
  "audit.process": "The {name} process",
  "audit.details": "Details",
} as const;
