import type { GrantEndReason } from "@/lib/grants/rules";
import type { PolicySentenceCode } from "@/lib/session-policy/views";
import type { EndReason } from "@/lib/sessions/views";

const endReasons = {
  "end.exited": "the shell was left",
  "end.ended-by-person": "ended by the person",
  "end.window-ended": "the window was over",
  "end.ended-by-approver": "ended by an approver",
  "end.ended-by-administrator": "ended by an administrator",
  "end.grant-ended": "the access was taken back",
  "end.sign-in-ended": "signed out",
  "end.person-disabled": "the person was switched off",
  "end.role-lost": "the person is no longer an engineer",
  "end.never-used": "it was not used in time",
  "end.abandoned": "nobody held the keyboard for too long",
  "end.opening-failed": "it could not be opened",
  "end.aws-ended": "AWS ended it",
  "end.swept": "the sweep ended it",
} as const satisfies Record<`end.${EndReason | GrantEndReason}`, string>;

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
  "policy.nothing-else": "Nothing else",
} as const satisfies Record<PolicySentenceCode, string>;

/** Sessions, why they ended, and what their policy allows. */
export const session = {
  ...endReasons,
  ...policy,
  "pages.sessions.search": "Search in people, nodes, reasons",
  "pages.session": "Session",
  "pages.session.end.other":
    "The shell closes now, and its person is told your reason. Their access runs on unless you end that too.",
  "pages.session.terminal": "To the terminal",

  "session.state.created": "created",
  "session.state.opening": "opening",
  "session.state.open": "open",
  "session.state.ending": "ending",
  "session.state.ended": "ended",
  "session.state.failed": "failed",

  "session.imported.person": "somebody outside the portal",
  "session.filter.state": "State",

  "session.seats": "There now",
  "session.seats.keyboard": "{person} at the keyboard",
  "session.seats.watch": "{person} watches",

  "end.note.OPENING_TIMED_OUT": "Opening it took too long, so it was given up. What AWS had of it is ended.",
} as const;
