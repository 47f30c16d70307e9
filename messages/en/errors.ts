import type { ErrorCode } from "@/lib/kernel/errors";

/** What is refused or failed, why, and what to do. */
export const errors = {
  "error.NOT_SIGNED_IN": "You are not signed in. Sign in and try again.",
  "error.ROLE_MISSING":
    "You can't do this: it needs the role {roles}. Ask an administrator which group gives it.",
  "error.PERSON_DISABLED": "Your access to the portal is switched off. An administrator can switch it on.",
  "error.GROUPS_UNCONFIRMED":
    "Your groups could not be confirmed with the identity provider, so nothing was done. Try again in a minute, or sign in again.",
  "error.INVALID_INPUT":
    "Something in the form is not right{hasFields, select, yes {: {fields}} other {}}. Nothing was done.",
  "error.FOREIGN_ORIGIN": "This call came from another site and was refused.",
  "error.FOREIGN_HOST": "This address is not served here.",
  "error.TOO_LARGE": "That is too large. Nothing was done.",
  "error.METHOD_NOT_ALLOWED": "This address doesn't answer that kind of call.",
  "error.NOT_FOUND": "There is nothing here, or you may not see it.",
  "error.SELF_DISABLE": "You can't disable your own account. Ask another administrator.",
  "error.SELF_APPROVAL":
    "You can't approve this: you asked for it.{hasWho, select, yes { {who} can.} other {}}",
  "error.NOT_AN_APPROVER": "You can't decide this: it needs somebody of {groups}.",
  "error.ALREADY_DECIDED":
    "This was decided already{hasState, select, yes {: {state}} other {}}{hasBy, select, yes { by {by}} other {}}.",
  "error.REQUEST_CHANGED": "This request has changed since you opened it. Read it again, then decide.",
  "error.REQUEST_OVER":
    "This request is over{hasState, select, yes {: {state}} other {}}. A new one can be made.",
  "error.NOT_THE_REQUESTER": "Only the person who asked can do this.",
  "error.QUESTION_ANSWERED": "This question has been answered already.",
  "error.TOO_MANY_ENTRIES": "This request has {most, number} comments already. Talk to each other directly.",
  "error.REMINDED_LATELY": "Approvers were just notified. You can remind them again at {nextAt}.",
  "error.REMINDERS_USED": "You have reminded approvers {most, number} times. Reach one directly.",
  "error.NODE_UNKNOWN": "This node is not in the inventory{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.NODE_OFFLINE":
    "The node does not answer Systems Manager{hasPingAt, select, yes {, last heard at {pingAt}} other {}}. A shell can't be opened now.",
  "error.STALE_NODE":
    "The node has changed since access was requested{hasWhat, select, yes {: {what}} other {}}. Request access again.",
  "error.WINDOW_TOO_LONG": "That is too long: at most {longestSeconds} here.",
  "error.WINDOW_TOO_SHORT": "That is too short: at least {shortestSeconds}.",
  "error.NOT_PERMITTED_BY_RULE": "The rules do not permit this.",
  "error.SELECTOR_EMPTY": "No node has these tags today, so there is nothing to ask for or to decide on.",
  "error.SELECTOR_TOO_WIDE":
    "These tags match {count, plural, one {# node} other {# nodes}}; at most {most, number} can be asked for at once. Name another tag.",
  "error.SELECTOR_MISMATCH":
    "This node is not one of those that were asked for: its tags, account or region differ{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.NODES_EXHAUSTED":
    "This access is for at most {mostNodes, number} at a time, and that many are used already{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.INCIDENT_INVALID":
    "That is not an incident as this installation writes them{hasPattern, select, yes { ({pattern})} other {}}.",
  "error.COMMENT_MISSING": "A no needs a few words: the person who asked reads them.",
  "error.NARROWED_TO_NOTHING":
    "Nothing would be left: another approver chose other nodes{hasBy, select, yes { ({by})} other {}}. Choose again, or deny.",
  "error.GRANT_RUNNING":
    "You already have access to this{hasEndsAt, select, yes { until {endsAt}} other {}}. Open the shell there.",
  "error.GRANT_OVER":
    "This access has ended{hasReason, select, yes {: {reason}} other {}}. Ask again if you still need it.",
  "error.GRANT_NOT_STARTED": "This access begins at {startsAt}.",
  "error.NOT_THE_GRANTEE": "This access was granted to somebody else. Ask for your own.",
  "error.SESSION_RUNNING": "A session on this node is already open. Go on in that one.",
  "error.SESSION_OVER": "This session has ended.",
  "error.NOT_YOUR_SESSION": "This is somebody else's session.",
  "error.POLICY_UNSAFE":
    "The session's policy did not pass both checks, so no shell was opened. An administrator finds the reason in the audit.",
  "error.OBLIGATION_UNMET":
    "The rule asks for something that is not there{hasWhat, select, yes {: {what}} other {}}. No shell was opened.",
  "error.APPROVAL_MISMATCH":
    "This access is no longer what was approved, so no shell was opened. Request access again, and tell an administrator: the audit says what differs.",
  "error.REASON_MISSING": "A reason is needed.",
  "error.REVIEW_OWN": "You can't review this: you asked for it or held the keyboard.",
  "error.REVIEW_CLOSED": "This review is closed already.",
  "error.SESSION_STILL_OPEN": "The session is still open. It can be reviewed when it has ended.",
  "error.KEYBOARD_HELD": "Another window of yours has the keyboard of this session.",
  "error.WATCH_ONLY": "Whoever watches a session can't type in it.",
  "error.STALE_EPOCH": "Another gateway has taken this session over.",
  "error.NOT_DURABLE":
    "The recording could not be written, so nothing more is shown or sent. The shell waits until it can.",
  "error.RECORDING_MISSING": "There is no recording of this session.",
  "error.RECORDING_UNREADABLE":
    "A part of this recording can't be read. An administrator can run the audit verifier to see what was changed.",
  "error.AWS_ACCESS_DENIED":
    "AWS denied the call{hasAction, select, yes { {action}} other {}}. An administrator must look at the account's roles.",
  "error.AWS_THROTTLED": "AWS asks to slow down. Try again in a few seconds.",
  "error.AWS_NOT_CONNECTED": "The node is not connected to Systems Manager.",
  "error.AWS_CLOCK_SKEWED":
    "AWS refused the call because the gateway's clock is wrong{hasSeconds, select, yes {: it differs from AWS's by {seconds}} other {}}. An administrator has to correct the host's time (NTP). Roles are not the cause.",
  "error.AWS_EXPIRED": "The credentials of this session have expired.",
  "error.AWS_NOT_FOUND": "AWS does not know this{hasWhat, select, yes {: {what}} other {}}.",
  "error.AWS_INVALID": "AWS refused the call as not valid.",
  "error.AWS_UNAVAILABLE": "AWS could not be reached. Try again in a minute.",
  "error.AUTHOR_MISSING":
    "The account{hasAccount, select, yes { {account}} other {}} has no role that may create documents: add authorRoleArn to its settings, or create the document yourself.",
  "error.CONFIG_INVALID": "The portal's settings are not right{hasNames, select, yes {: {names}} other {}}.",
  "error.DATABASE_UNAVAILABLE": "The database could not be reached. Nothing was done. Try again in a minute.",
  "error.GROUPS_OVERAGE":
    "Your identity provider left out your groups because you are in too many. An administrator can fix this there: use app roles, or only groups assigned to the application.",
  "error.PROVIDER_MISCONFIGURED":
    "Sign-in is not set up correctly. Trying again won't help: tell an administrator. The cause is in the log of the portal and under Settings.",
  "error.PROVIDER_REFUSED":
    "Your identity provider did not let you sign in. Try again, or ask its administrator whether you may use this portal.",
  "error.PROVIDER_UNAVAILABLE": "The identity provider could not be reached. Try again in a minute.",
  "error.INTERNAL": "Something failed that should not have. Nothing is known to be done.",
} as const satisfies Record<`error.${ErrorCode}`, string>;
