import type { GrantEndReason } from "@/lib/grants/rules";
import type { PolicySentenceCode } from "@/lib/session-policy/views";
import type { EndReason } from "@/lib/sessions/views";

const endReasons = {
  "end.exited": "shell exited",
  "end.ended-by-person": "ended by the requester",
  "end.window-ended": "time ran out",
  "end.ended-by-approver": "ended by an approver",
  "end.ended-by-administrator": "ended by an administrator",
  "end.grant-ended": "access ended",
  "end.sign-in-ended": "signed out",
  "end.person-disabled": "account disabled",
  "end.role-lost": "no longer an engineer",
  "end.never-used": "not used in time",
  "end.abandoned": "nobody was connected for too long",
  "end.not-recorded": "could not be recorded for too long",
  "end.recording-limit": "printed more than one session may record",
  "end.log-missing": "its agent log didn’t begin in time",
  "end.encryption-failed": "its channel could not be encrypted as its document asks",
  "end.opening-failed": "did not open",
  "end.aws-ended": "closed from AWS's side",
  "end.swept": "ended by the cleanup job",
  "end.ended-outside": "ended outside Halligan",
} as const satisfies Record<`end.${EndReason | GrantEndReason}`, string>;

/** The same with who did it, for the head of a session. */
const over = {
  "session.over.exited": "{person} exited",
  "session.over.ended-by-person": "{person} ended it",
  "session.over.window-ended": "Time ran out",
  "session.over.ended-by-approver": "Ended by {hasBy, select, yes {{by}} other {an approver}}",
  "session.over.ended-by-administrator": "Ended by {hasBy, select, yes {{by}} other {an administrator}}",
  "session.over.grant-ended": "Access ended",
  "session.over.sign-in-ended": "{person} signed out",
  "session.over.person-disabled": "Account disabled",
  "session.over.role-lost": "{person} is no longer an engineer",
  "session.over.abandoned": "{person} was not connected for too long",
  "session.over.not-recorded": "Could not be recorded for too long",
  "session.over.recording-limit": "Printed more than one session may record",
  "session.over.log-missing": "Its agent log didn’t begin in time",
  "session.over.encryption-failed": "Its channel could not be encrypted as its document asks",
  "session.over.opening-failed": "Did not open",
  "session.over.aws-ended": "Closed from AWS's side",
  "session.over.swept": "Ended by the cleanup job",
  "session.over.ended-outside": "Ended outside Halligan",
} as const satisfies Record<`session.over.${EndReason}`, string>;

const policy = {
  "policy.start": "Start {document} on {node} in {region} of account {accountId}, from {from} until {until}",
  "policy.start.from-approval":
    "Start {document} on {node} in {region} of account {accountId}, for {windowSeconds} from the approval",
  "policy.start.from-first-shell":
    "Start {document} on {node} in {region} of account {accountId}, for {windowSeconds} from the first shell, which must open within {startWithinSeconds} of the approval",
  "policy.start.unused":
    "Start {document} on {node} in {region} of account {accountId}, for {windowSeconds} from the first shell, at the latest until {until}",
  "policy.resume.window": "Resume that session inside the same window",
  "policy.channel.window": "Open its channel inside the same window",
  "policy.resume": "Resume that session until {until}",
  "policy.terminate": "End that session",
  "policy.channel": "Open its channel until {until}",
  "policy.key": "Use the KMS key {key} for that channel alone, inside the same window",
  "policy.nothing-else": "Nothing else",
} as const satisfies Record<PolicySentenceCode, string>;

/** Sessions, why they ended, and what their policy allows. */
export const session = {
  ...endReasons,
  ...over,
  ...policy,
  "pages.sessions.search": "Search in people, nodes, reasons",
  "pages.session": "Session",
  "pages.session.end.other":
    "The shell closes now. Its user sees your reason. Their access stays active unless you end that too.",
  "pages.session.terminal": "Open terminal",

  "session.state.created": "created",
  "session.state.opening": "opening",
  "session.state.open": "open",
  "session.state.ending": "ending",
  "session.state.ended": "ended",
  "session.state.failed": "failed",

  "session.imported.person": "Someone outside Halligan",
  "session.filter.state": "State",

  "session.seats": "Connected",
  "session.seats.keyboard": "{person} typing",
  "session.seats.watch": "{person} watching",

  "end.note.OPENING_TIMED_OUT":
    "It took too long to open, so it was cancelled. Anything AWS had started is ended.",
} as const;
