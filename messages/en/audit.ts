import type { AuditCode } from "@/lib/audit/catalogue";

/**
 * What each audit event says after the name of who did it: "approved 30 min for Ana Duarte". {owner} is whose session
 * or request it is about, {subject} whom it was done to.
 */
export const audit = {
  "audit.sign-in.started": "signed in",
  "audit.sign-in.ended": "signed out{hasReason, select, yes {: {reason}} other {}}",
  "audit.sign-in.revoked": "ended a sign-in of {subject}{hasReason, select, yes {: {reason}} other {}}",
  "audit.sign-in.repeated": "signed in again to confirm something",
  "audit.passkey.added": "added a passkey",
  "audit.passkey.renamed": "renamed a passkey",
  "audit.passkey.removed": "removed a passkey",
  "audit.passkey.used": "confirmed something with a passkey",
  "audit.person.roles-changed": "updated {subject}’s roles{hasRoles, select, yes {: {roles}} other {}}",
  "audit.person.groups-confirmed": "confirmed {subject}’s groups",
  "audit.person.disabled": "disabled {subject}’s account{hasReason, select, yes {: {reason}} other {}}",
  "audit.person.enabled": "enabled {subject}’s account",
  "audit.person.language-chosen": "chose a language{hasLanguage, select, yes {: {language}} other {}}",
  "audit.person.mail-enabled": "turned mail on",
  "audit.person.mail-disabled": "turned mail off",
  "audit.person.device-added": "turned push messages on in a browser",
  "audit.person.device-removed": "turned push messages off in a browser",
  "audit.delegation.made": "has {subject} decide for them{hasUntil, select, yes { until {until}} other {}}",
  "audit.delegation.withdrawn": "withdrew that {subject} decides for them",
  "audit.request.created": "requested access{hasWindowSeconds, select, yes { for {windowSeconds}} other {}}",
  "audit.request.approved":
    "approved {hasWindowSeconds, select, yes {{windowSeconds}} other {access}}{hasOwner, select, yes { for {owner}} other {}}{hasAbsent, select, yes {, in place of {absent}} other {}}",
  "audit.request.denied":
    "denied access{hasOwner, select, yes { for {owner}} other {}}{hasReason, select, yes {: {reason}} other {}}",
  "audit.request.withdrawn": "withdrew the request",
  "audit.request.lapsed":
    "expired {hasOwner, select, yes {{owner}’s} other {the}} request: no decision in time",
  "audit.request.opened": "opened the request",
  "audit.request.commented": "commented{hasText, select, yes {: {text}} other {}}",
  "audit.request.questioned": "asked a question{hasText, select, yes {: {text}} other {}}",
  "audit.request.answered": "answered{hasText, select, yes {: {text}} other {}}",
  "audit.request.reminded": "reminded the approvers",
  "audit.glass.broken":
    "broke the glass of {node}{hasJustification, select, yes {: {justification}} other {}}",
  "audit.glass.cosigner-asked":
    "wants to break the glass of {node} and needs a co-signer{hasJustification, select, yes {: {justification}} other {}}",
  "audit.glass.cosigned": "co-signed the break-glass of {subject}",
  "audit.glass.noted": "wrote a note on the break-glass{hasNote, select, yes {: {note}} other {}}",
  "audit.glass.ratified":
    "ratified the break-glass of {subject}{hasReason, select, yes {: {reason}} other {}}",
  "audit.glass.disowned":
    "disowned the break-glass of {subject}{hasReason, select, yes {: {reason}} other {}}",
  "audit.grant.issued":
    "granted access{hasOwner, select, yes { to {owner}} other {}}{hasEndsAt, select, yes { until {endsAt}} other {}}{hasUseBy, select, yes {, first shell by {useBy}} other {}}",
  "audit.grant.first-used":
    "used the access for the first time{hasEndsAt, select, yes {, it ends at {endsAt}} other {}}",
  "audit.grant.ended":
    "ended {hasOwner, select, yes {{owner}’s} other {the}} access{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.created": "requested a shell",
  "audit.session.opening": "prepared a shell{hasOwner, select, yes { for {owner}} other {}}",
  "audit.session.role-assuming": "is assuming the target role{hasOwner, select, yes { for {owner}} other {}}",
  "audit.session.role-assumed": "assumed the target role{hasOwner, select, yes { for {owner}} other {}}",
  "audit.session.starting": "is starting a session{hasOwner, select, yes { for {owner}} other {}}",
  "audit.session.log-doubtful":
    "found that the agent log may be missing{hasFindings, select, yes {: {findings}} other {}}",
  "audit.session.encrypted":
    "encrypted the session’s channel{hasKey, select, yes { with the KMS key {key}} other {}}",
  "audit.session.opened": "started the session{hasOwner, select, yes { for {owner}} other {}}",
  "audit.session.attached": "connected",
  "audit.session.detached": "disconnected",
  "audit.session.taken-over": "took over the session from another gateway",
  "audit.session.keyboard-taken": "took over typing from another window",
  "audit.session.watched": "started watching {hasOwner, select, yes {{owner}’s} other {the}} shell",
  "audit.session.unwatched": "stopped watching {hasOwner, select, yes {{owner}’s} other {the}} shell",
  "audit.session.resuming": "is resuming the session{hasOwner, select, yes { of {owner}} other {}}",
  "audit.session.resumed": "resumed the session{hasOwner, select, yes { of {owner}} other {}}",
  "audit.session.end-requested":
    "ended {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.ended":
    "closed {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.end-confirmed": "confirmed with AWS that the session has ended",
  "audit.session.failed": "could not open the shell{hasReason, select, yes {: {reason}} other {}}",
  "audit.session.swept":
    "ended an AWS session unknown to the portal{hasNode, select, yes { on {node}} other {}}",
  "audit.session.imported":
    "found a session opened outside Halligan{hasOwner, select, yes { by {owner}} other {}}{hasNode, select, yes { on {node}} other {}}",
  "audit.recording.closed": "closed the recording",
  "audit.recording.gap-found": "found a gap in the recording{hasCause, select, yes {: {cause}} other {}}",
  "audit.recording.searched":
    "searched recordings for “{text}”: {hits, plural, =0 {nothing found} one {# hit} other {# hits}}{more, select, yes { or more} other {}}",
  "audit.recording.replayed": "replayed {hasOwner, select, yes {{owner}’s} other {the}} session",
  "audit.recording.unmasked":
    "unmasked secrets in {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.noted":
    "wrote a note on {hasOwner, select, yes {{owner}’s} other {the}} session{hasText, select, yes {: {text}} other {}}",
  "audit.recording.note-withdrawn":
    "withdrew a note on {hasOwner, select, yes {{owner}’s} other {the}} session",
  "audit.recording.export-begun":
    "is exporting {hasOwner, select, yes {{owner}’s} other {the}} session as {format}",
  "audit.recording.exported":
    "exported {hasOwner, select, yes {{owner}’s} other {the}} session as {format}{hasSha256, select, yes {, SHA-256 {sha256}} other {}}",
  "audit.recording.deletion-asked":
    "asked to delete the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.deletion-confirmed":
    "confirmed deleting the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.deletion-withdrawn": "withdrew the deletion of a recording",
  "audit.recording.deletion-expired": "ended an unconfirmed request to delete a recording: it expired",
  "audit.recording.deletion-begun":
    "began to delete the recording of {hasOwner, select, yes {{owner}’s} other {the}} session",
  "audit.recording.deleted":
    "deleted the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.held":
    "placed a legal hold on the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.hold-lift-asked":
    "asked to lift the legal hold on the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.hold-lifted":
    "lifted the legal hold on the recording of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.hold-lift-withdrawn": "withdrew a request to lift a legal hold",
  "audit.recording.hold-lift-expired": "ended an unconfirmed request to lift a legal hold: it expired",
  "audit.recording.input-opening-asked":
    "asked to open the keystrokes of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.input-opening-confirmed":
    "confirmed opening the keystrokes of {hasOwner, select, yes {{owner}’s} other {the}} session{hasReason, select, yes {: {reason}} other {}}",
  "audit.recording.input-opening-withdrawn": "withdrew a request to open keystrokes",
  "audit.recording.input-opening-expired": "ended an unconfirmed request to open keystrokes: it expired",
  "audit.recording.moved": "moved output of a recording into the bucket",
  "audit.retention.proposed":
    "proposed to keep recordings of {protection, select, production {production} staging {staging} other {{protection}}} nodes {hasDays, select, yes {for {days, number} days} other {indefinitely}}{hasReason, select, yes {: {reason}} other {}}",
  "audit.retention.confirmed":
    "confirmed keeping recordings of {protection, select, production {production} staging {staging} other {{protection}}} nodes {hasDays, select, yes {for {days, number} days} other {indefinitely}}{hasReason, select, yes {: {reason}} other {}}",
  "audit.retention.withdrawn":
    "withdrew a proposed retention rule for {protection, select, production {production} staging {staging} other {{protection}}} nodes",
  "audit.retention.expired":
    "ended an unconfirmed retention rule for {protection, select, production {production} staging {staging} other {{protection}}} nodes: it expired",
  "audit.policy.proposed": "proposed new access rules{hasReason, select, yes {: {reason}} other {}}",
  "audit.policy.checked":
    "checked proposed access rules{hasProblems, select, yes {: {problems, plural, =0 {valid} one {# mistake} other {# mistakes}}} other {}}",
  "audit.policy.rehearsed":
    "rehearsed proposed access rules{hasDifferences, select, yes {: {differences, plural, =0 {no request differs} one {# request differs} other {# requests differ}}} other {}}",
  "audit.policy.approved": "approved access rules{hasVersion, select, yes {: {version}} other {}}",
  "audit.policy.rejected": "rejected proposed access rules{hasReason, select, yes {: {reason}} other {}}",
  "audit.review.opened":
    "opened a review of {hasOwner, select, yes {{owner}’s} other {the}} session{hasDueAt, select, yes {, due {dueAt}} other {}}",
  "audit.review.closed":
    "closed the review of {hasOwner, select, yes {{owner}’s} other {the}} session{hasVerdict, select, yes {: {verdict}} other {}}",
  "audit.inbox.reminded":
    "reminded {hasGroups, select, yes {{groups}} other {whoever it waits for}}: {hasKind, select, yes {{kind}} other {item}} waiting{hasSince, select, yes { since {since}} other {}}",
  "audit.inbox.escalated":
    "escalated to {hasGroups, select, yes {{groups}} other {more people}}: {hasKind, select, yes {{kind}} other {item}} waiting{hasSince, select, yes { since {since}} other {}}",
  "audit.node.found": "found the node",
  "audit.node.lost": "no longer found the node in the inventory",
  "audit.node.starred": "starred the node",
  "audit.node.unstarred": "removed the star",
  "audit.view.saved":
    "saved the view {name} of {list, select, nodes {Nodes} requests {Requests} sessions {Sessions} reviews {Reviews} audit {Audit} other {{list}}}",
  "audit.view.deleted":
    "deleted the view {name} of {list, select, nodes {Nodes} requests {Requests} sessions {Sessions} reviews {Reviews} audit {Audit} other {{list}}}",
  "audit.evidence.fetched": "read the agent log and the trail",
  "audit.evidence.object-kept": "read the agent log in S3",
  "audit.evidence.graded":
    "graded the record: {hasCompleteness, select, yes {{completeness, select, complete {recording complete, } partial {recording partial, } missing {no recording, } other {not recordable, }}} other {}}{corroboration, select, agreed {agent log agrees} differs {agent log differs} absent {no agent log} pending {agent log pending} other {agent log not comparable}}",
  "audit.evidence.alarmed": "raised an alarm: {alarm}",
  "audit.evidence.exported":
    "exported the evidence of {hasOwner, select, yes {{owner}’s} other {the}} session: {justification}",
  "audit.evidence.read": "read the agent log of a session opened outside Halligan",
  "audit.connection.test-ordered": "started a connection test of {account} in {region}",
  "audit.connection.tested":
    "tested the connection to {account} in {region}{hasPassed, select, yes {: {passed, number} passed} other {}}{hasDenied, select, yes {, {denied, number} denied} other {}}{hasBroken, select, yes {, {broken, number} failed} other {}}",
  "audit.document.ordered": "requested session document {document} in {account}, {region}",
  "audit.document.created": "created session document {document} in {account}, {region}",
  "audit.document.failed":
    "could not create session document {document} in {account}, {region}{hasReason, select, yes {: {reason}} other {}}",
  "audit.list.export-begun": "is exporting {hasList, select, yes {{list}} other {a list}} as CSV",
  "audit.list.exported":
    "exported {hasList, select, yes {{list}} other {a list}} as CSV{hasRows, select, yes {, {rows, plural, one {# row} other {# rows}}} other {}}",
  "audit.audit.exported": "exported the audit",
} as const satisfies Record<`audit.${AuditCode}`, string>;

/** The list of events, and words beside them. */
export const auditList = {
  "audit.list": "Audit",
  "audit.outcome.done": "done",
  "audit.outcome.refused": "refused",
  "audit.outcome.failed": "failed",
  "audit.refused": "tried to {what}",
  "audit.failed": "could not {what}",
  "audit.somebody": "Unknown person",
  "audit.process.web": "Web",
  "audit.process.gateway": "Gateway",
  "audit.process.jobs": "Jobs",
  "audit.process.command-line": "Command line",
  "audit.today": "Today",
  "audit.yesterday": "Yesterday",
  "audit.day.utc": "{date}, UTC",
  "audit.details": "Details",
  "audit.detail.event": "Event",
  "audit.detail.intent": "Intent",
  "audit.detail.result": "Result",
  "audit.detail.result.after": "{time}, after {ms, number} ms",
  "audit.detail.session": "Session",
  "audit.detail.request": "Request",
  "audit.detail.node": "Node",
  "audit.detail.person": "Person",
  "audit.detail.reason": "Refused",
  "audit.detail.chain": "Chain",
  "audit.detail.batch": "Batch {number, number}",
  "audit.detail.unsealed": "Not in a batch yet",
  "audit.by": "All by {name}",
  "audit.about": "All about {name}",
} as const;
