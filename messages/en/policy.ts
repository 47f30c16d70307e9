/** The rules by which access is decided, and their versions. */
export const policy = {
  "policy.title": "Access rules",
  "policy.lead":
    "Rules say who may request access to which node, and what it takes. One administrator proposes a version, another approves it.",
  "policy.active": "Active: {version}",
  "policy.active.builtIn": "The rules that come with the portal. Nobody has approved others yet.",
  "policy.by":
    "Proposed by {proposer}{hasDecider, select, yes {, {state, select, rejected {rejected} other {approved}} by {decider}} other {}}",
  "policy.edit": "Propose a change",
  "policy.waiting": "Waiting for approval",
  "policy.waiting.none": "No proposal is waiting.",
  "policy.proposal": "{person} proposed a new version",
  "policy.check.waiting": "Being checked",
  "policy.check.valid": "Valid",
  "policy.check.invalid": "{count, plural, one {# mistake} other {# mistakes}}",
  "policy.problems": "Mistakes",
  "policy.warnings": "Warnings",
  "policy.rehearsal": "Rehearsal: the last 90 days",
  "policy.rehearsal.waiting":
    "Being rehearsed against the requests of the last 90 days. You can decide before it is finished.",
  "policy.rehearsal.none": "No request was made in the last 90 days, so there is nothing to compare with.",
  "policy.rehearsal.all":
    "{count, plural, one {# request was} other {# requests were}} rehearsed, and compared with what was needed then.",
  "policy.rehearsal.most":
    "Cut short: the newest {rehearsed, number} of {count, number} requests, the most that are rehearsed.",
  "policy.rehearsal.time":
    "Cut short: the newest {rehearsed, number} of {count, number} requests, then the time was up.",
  "policy.rehearsal.failed":
    "Stopped: asking these rules took too much time or memory after the newest {rehearsed, number} of {count, number} requests.",
  "policy.rehearsal.today":
    "{count, plural, one {# of them was rehearsed with today's groups and tags: those of then were not kept.} other {# of them were rehearsed with today's groups and tags: those of then were not kept.}}",
  "policy.rehearsal.refusedThen": "Attempts that were refused at once are not included.",
  "policy.rehearsal.same": "No rehearsed request would have been decided differently.",
  "policy.rehearsal.loosening": "More would be allowed",
  "policy.rehearsal.tightening": "Less would be allowed",
  "policy.rehearsal.no-approval":
    "{count, plural, one {# request} other {# requests}} would need no approval",
  "policy.rehearsal.fewer-approvals":
    "{count, plural, one {# request} other {# requests}} would need fewer approvals",
  "policy.rehearsal.other-approvers":
    "{count, plural, one {# request} other {# requests}} could be approved by other people",
  "policy.rehearsal.milder-terms":
    "{count, plural, one {# request} other {# requests}} would have milder conditions",
  "policy.rehearsal.refused": "{count, plural, one {# request} other {# requests}} would be refused",
  "policy.rehearsal.shorter-window":
    "{count, plural, one {# request} other {# requests}} would have to be shorter",
  "policy.rehearsal.more-approvals":
    "{count, plural, one {# request} other {# requests}} would need more approvals",
  "policy.rehearsal.stricter-terms":
    "{count, plural, one {# request} other {# requests}} would have stricter conditions",
  "policy.rehearsal.newest": "The newest {shown, number} of {count, number}:",
  "policy.rehearsal.before": "Was: {sentences}",
  "policy.rehearsal.after": "Would be: {sentences}",
  "policy.rehearsal.row.today": "with today's groups and tags",
  "policy.diff": "Changes to {version}",
  "policy.diff.none": "No line differs.",
  "policy.diff.added": "new file",
  "policy.diff.removed": "removed",
  "policy.diff.changed": "changed",
  "policy.diff.line.added": "added:",
  "policy.diff.line.removed": "removed:",
  "policy.diff.leftOut": "unchanged lines",
  "policy.again": "Edit and propose again",
  "policy.history": "History",
  "policy.history.none": "No version was decided yet.",
  "policy.state.proposed": "waiting",
  "policy.state.active": "active",
  "policy.state.replaced": "replaced",
  "policy.state.rejected": "rejected",
  "policy.state.withdrawn": "withdrawn",
  "policy.version.none": "no version",
  "policy.change.title": "Propose a change",
  "policy.change.hint":
    "Rules are written in Cedar. Mistakes are shown with their line once the proposal was checked.",
  "policy.change.name": "File name",
  "policy.change.text": "Rules in {name}",
  "policy.change.add": "Add file",
  "policy.change.remove": "Remove {name}",
  "policy.change.propose": "Propose version",
  "policy.change.propose.title": "Propose this version",
  "policy.change.propose.line":
    "It is checked first. Nothing changes until another administrator approves it.",
  "policy.change.reason": "Reason",
  "policy.change.approve": "Approve",
  "policy.change.approve.title": "Approve this version",
  "policy.change.approve.line":
    "It applies at once to every new request, and to shells that are opened under access granted before.",
  "policy.change.reject": "Reject",
  "policy.change.reject.title": "Reject this version",
  "policy.change.reject.line": "The active rules stay as they are.",
  "policy.change.withdraw": "Withdraw",
} as const;
