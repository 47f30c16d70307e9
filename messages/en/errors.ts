import type { ErrorCode } from "@/lib/kernel/errors";

/** What is refused or failed, why, and what to do. */
export const errors = {
  "error.NOT_SIGNED_IN": "You are not signed in. Sign in and try again.",
  "error.ROLE_MISSING": "This needs the role {roles}. Ask an administrator which group gives it.",
  "error.PERSON_DISABLED": "Your account is disabled. Ask an administrator to enable it.",
  "error.GROUPS_UNCONFIRMED":
    "Can't confirm your groups with the identity provider, so nothing was done. Try again in a minute, or sign in again.",
  "error.STEP_UP_NEEDED":
    "{level, select, passkey {Confirm this with your passkey first} other {Sign in again to confirm this first}}. A confirmation counts for two minutes and for one thing.",
  "error.PASSKEY_MISSING": "You need a passkey for this and have none. Add one under your name → Passkeys.",
  "error.PASSKEY_WAITING": "Your passkey doesn’t count yet. You can use it from {from}.",
  "error.PASSKEY_REFUSED":
    "This passkey’s answer can’t be accepted. Use a passkey you added here, and verify it’s you.",
  "error.PASSKEY_KNOWN": "This passkey has been added already.",
  "error.PASSKEY_UNUSABLE":
    "This passkey can’t be added. It must verify it’s you, by fingerprint, face or PIN.",
  "error.TOO_MANY_PASSKEYS": "You have {most, number} passkeys. Remove one first.",
  "error.CHALLENGE_OVER": "That took longer than two minutes, or was answered already. Try again.",
  "error.SIGN_IN_NOT_FRESH":
    "Your identity provider did not ask who you are this time, so nothing is confirmed. Try again; if it happens again, tell an administrator.",
  "error.SIGN_IN_OTHER_PERSON":
    "You signed in as someone else, so nothing is confirmed. Sign in as yourself.",
  "error.INVALID_INPUT": "Check the form{hasFields, select, yes {: {fields}} other {}}. Nothing was done.",
  "error.FOREIGN_ORIGIN": "This call came from another site and was refused.",
  "error.FOREIGN_HOST": "This portal doesn't answer at this address.",
  "error.TOO_LARGE": "That is too large. Nothing was done.",
  "error.METHOD_NOT_ALLOWED": "This address doesn't accept that method.",
  "error.NOT_FOUND": "This doesn't exist, or you don't have access to it.",
  "error.DELEGATED_BY_REQUESTER":
    "{who} has you decide for them while they’re away, so you can’t decide their request.",
  "error.DELEGATE_UNFIT": "Choose another approver whose account is enabled.",
  "error.DELEGATION_RUNNING": "{who} decides for you already. Withdraw that first.",
  "error.DELEGATION_OVER": "This has ended already. Reload the page.",
  "error.SELF_DISABLE": "You can't disable your own account. Ask another administrator.",
  "error.SELF_APPROVAL": "You can't approve your own request.{hasWho, select, yes { {who} can.} other {}}",
  "error.NOT_AN_APPROVER": "You can't decide this: it needs a member of {groups}.",
  "error.ALREADY_DECIDED":
    "Already decided{hasState, select, yes {: {state}} other {}}{hasBy, select, yes { by {by}} other {}}.",
  "error.REQUEST_CHANGED": "This request has changed since you opened it. Read it again, then decide.",
  "error.REQUEST_OVER":
    "This request can no longer be changed{hasState, select, yes {: {state}} other {}}. Request access again.",
  "error.NOT_THE_REQUESTER": "Only the requester can do this.",
  "error.QUESTION_ANSWERED": "This question has been answered already.",
  "error.TOO_MANY_ENTRIES": "This request has {most, number} comments already. Talk to each other directly.",
  "error.REMINDED_LATELY": "Approvers were just notified. You can remind them again at {nextAt}.",
  "error.REMINDERS_USED": "You have reminded approvers {most, number} times. Reach one directly.",
  "error.NODE_UNKNOWN": "This node is not in the inventory{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.NODE_OFFLINE":
    "The node is offline{hasPingAt, select, yes {, last seen at {pingAt}} other {}}. No shell can be opened now.",
  "error.STALE_NODE":
    "The node has changed since access was requested{hasWhat, select, yes {: {what}} other {}}. Request access again.",
  "error.WINDOW_TOO_LONG": "Too long: {longestSeconds} at most.",
  "error.WINDOW_TOO_SHORT": "Too short: {shortestSeconds} at least.",
  "error.NOT_PERMITTED_BY_RULE":
    "Policy doesn't permit this{hasReasons, select, yes {: {reasons}} other {}}{hasRules, select, yes { (rule {rules})} other {}}.{hasGroups, select, yes { People in {groups} may.} other {}}",
  "error.SELECTOR_EMPTY": "No node has these tags now.",
  "error.SELECTOR_TOO_WIDE":
    "These tags match {count, plural, one {# node} other {# nodes}}; the limit is {most, number}. Add another tag.",
  "error.SELECTOR_MISMATCH":
    "This node doesn't match the request: its tags, account or region differ{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.NODES_EXHAUSTED":
    "This access covers {mostNodes, number} nodes at a time, and all are in use{hasNodes, select, yes {: {nodes}} other {}}.",
  "error.INCIDENT_INVALID":
    "That doesn't match this portal's incident format{hasPattern, select, yes { ({pattern})} other {}}.",
  "error.COMMENT_MISSING": "Give a reason. The requester will see it.",
  "error.NARROWED_TO_NOTHING":
    "No nodes would be left: another approver chose other nodes{hasBy, select, yes { ({by})} other {}}. Choose again, or deny.",
  "error.OS_USER_UNAVAILABLE":
    "{why, select, differ {The accounts of these nodes have no user in common. Request them separately.} removed {{osUser} is no longer allowed on this node. Request access again.} other {{osUser} isn't available on these nodes.}}",
  "error.GRANT_RUNNING":
    "You already have access{hasEndsAt, select, yes { until {endsAt}} other {}}. Open the shell there.",
  "error.GLASS_WHOLE": "This break-glass access was never opened: its co-signer has not approved it.",
  "error.GLASS_NOTED": "The note is written already.",
  "error.GLASS_JUDGED": "Another approver has already ratified or disowned this break-glass access.",
  "error.SELF_RATIFICATION": "You broke the glass, so another approver ratifies or disowns it.",
  "error.THIRD_PERSON_NEEDED":
    "Whoever ratifies or disowns a break-glass access does not also review it. A third person has to.",
  "error.TOO_MANY_WAITING":
    "{max} of your requests are waiting for a decision, which is the most. Withdraw those that you no longer need.",
  "error.GRANT_OVER":
    "This access has ended{hasReason, select, yes {: {reason}} other {}}. Request access again if you still need it.",
  "error.GRANT_UNUSED": "Open a shell first: the time of this access has not started.",
  "error.ALREADY_EXTENDED": "An extension of this access was already requested.",
  "error.GLASS_NOT_EXTENDED":
    "Break-glass access can't be extended. Request access, or break the glass again, when it has ended.",
  "error.NOTHING_TO_EXTEND": "The access that this extends was ended early, so it can't be extended.",
  "error.GRANT_NOT_STARTED": "This access starts at {startsAt}.",
  "error.NOT_THE_GRANTEE": "This access belongs to another person. Request your own.",
  "error.SESSION_RUNNING": "You already have a session on this node. Return to that shell.",
  "error.SESSION_OVER": "This session has ended.",
  "error.NOT_YOUR_SESSION": "This session belongs to another person.",
  "error.POLICY_UNSAFE":
    "The session policy failed its checks, so no shell was opened. An administrator can find the reason in the audit log.",
  "error.DOCUMENT_CHANGED":
    "The session document has changed{hasDiffers, select, yes {: {differs}} other {}}. No shell was opened, because sessions could be logged elsewhere or not at all. Tell an administrator.",
  "error.LOG_DESTINATION_MISSING":
    "The policy requires an agent log, and it {finding, select, noLog {has no destination} logGroupMissing {has no log group} logGroupUnencrypted {has a log group without a KMS key} logGroupUnread {has a log group that can't be checked} bucketMissing {has no bucket} bucketUnencrypted {has a bucket without encryption} bucketUnread {has a bucket that can't be checked} other {can't be checked}}. No shell was opened. Tell an administrator.",
  "error.OBLIGATION_UNMET":
    "A requirement of the policy is not met{hasWhat, select, yes {: {what}} other {}}. No shell was opened.",
  "error.APPROVAL_MISMATCH":
    "This access differs from what was approved, so no shell was opened. Request access again, and tell an administrator: the audit log says what differs.",
  "error.REASON_MISSING": "Give a reason.",
  "error.REVIEW_OWN":
    "You can't review this session: you requested it, opened it, typed in it, or ratified or disowned it.",
  "error.REVIEW_CLOSED": "This review is already closed.",
  "error.SESSION_STILL_OPEN": "This session is still active. It can be reviewed once it has ended.",
  "error.KEYBOARD_HELD": "You are typing in this session in another window.",
  "error.WATCH_ONLY": "You are watching. You can't type in this session.",
  "error.VIEW_EXISTS": "You already have a view called “{name}”. Replace it, or choose another name.",
  "error.TOO_MANY_NOTES": "This session already has {most, number} notes, the most it can have.",
  "error.NOTE_NOT_OWN": "Only its author can withdraw a note.",
  "error.NOTE_WITHDRAWN": "This note has already been withdrawn.",
  "error.PUSH_ADDRESS_UNKNOWN":
    "Your browser's push service isn't one that this installation writes to. An administrator can add it.",
  "error.TOO_MANY_DEVICES": "You already get push messages in {max, number} browsers. Remove one first.",
  "error.TOO_MANY_VIEWS": "You already have {most, number} views of this list. Delete one first.",
  "error.STALE_EPOCH": "Another gateway took over this session.",
  "error.NOT_DURABLE":
    "Can't write the recording, so nothing more is shown or sent. The shell waits until the recording works again.",
  "error.INPUT_NOT_SEALED":
    "Your keystrokes were not sent: they are kept for this session, and can't be encrypted. Tell an administrator.",
  "error.RECORDING_STORE_FULL":
    "There is no room to record another shell. Tell an administrator: the database is nearly full. Open shells continue.",
  "error.RECORDING_MISSING": "This session has no recording.",
  "error.RECORDING_DELETED": "The recording of this session was deleted.",
  "error.DELETION_OWN": "You can't decide on this recording: you requested the session or typed in it.",
  "error.DELETION_SELF_CONFIRMED": "You asked for this deletion. Another administrator must confirm it.",
  "error.DELETION_OVER": "This deletion was withdrawn, has expired, or is confirmed already.",
  "error.DELETION_ASKED": "The deletion of this recording was already requested.",
  "error.RECORDING_HELD": "This recording is on legal hold.",
  "error.HOLD_LIFT_ASKED": "Lifting this legal hold was already requested.",
  "error.HOLD_LIFT_SELF_CONFIRMED":
    "You asked to lift this legal hold. Another reviewer or administrator must confirm it.",
  "error.HOLD_LIFT_OVER":
    "This legal hold was lifted, or the request to lift it was withdrawn or has expired.",
  "error.INPUT_NOT_KEPT": "No keystrokes of this session are kept.",
  "error.INPUT_OPENING_ASKED": "Opening these keystrokes was already requested or confirmed.",
  "error.INPUT_OPENING_SELF_CONFIRMED":
    "You asked to open these keystrokes. Another reviewer or administrator must confirm it.",
  "error.INPUT_OPENING_OVER":
    "This request to open keystrokes was withdrawn, has expired, or is confirmed already.",
  "error.INPUT_OPENING_OTHERS": "Only the two people who agreed to open these keystrokes can download them.",
  "error.ASKER_WITHOUT_ROLE":
    "Whoever asked for this no longer has the role for it. Withdraw the request; another person can ask again.",
  "error.RETENTION_PROPOSED": "A change of this retention rule is already waiting for confirmation.",
  "error.RETENTION_SAME": "This is the rule that applies already.",
  "error.RETENTION_SELF_CONFIRMED": "You proposed this change. Another administrator must confirm it.",
  "error.RETENTION_OVER": "This change was withdrawn, has expired, or is confirmed already.",
  "error.POLICY_SAME": "These are the rules that apply already.",
  "error.POLICY_SELF_APPROVED": "You proposed these rules. Another administrator must approve them.",
  "error.POLICY_OVER": "These rules are no longer waiting: they were approved or rejected.",
  "error.POLICY_CHANGED": "Other rules apply by now than you compared with. Look at the difference again.",
  "error.POLICY_UNCHECKED": "These rules are still being checked.",
  "error.POLICY_INVALID": "These rules have mistakes. They can be rejected and proposed again.",
  "error.POLICY_UNREADABLE":
    "The active rules can't be used, so nothing is permitted. Tell an administrator: the log says why.",
  "error.REVIEW_STILL_OPEN": "The review of this session is still open. Close it first.",
  "error.EVIDENCE_UNSEALED": "This session’s record is not sealed and signed yet. Try again in a minute.",
  "error.RECORDING_UNREADABLE":
    "A part of this recording can't be read. An administrator can run the audit verifier to see what was changed.",
  "error.SEARCH_BUSY": "Too many searches are running. Try again in a few seconds.",
  "error.EXPORT_BUSY": "Too many downloads are running. Try again when one has finished.",
  "error.AWS_ACCESS_DENIED":
    "AWS denied the call{hasAction, select, yes { {action}} other {}}. An administrator needs to check the roles of the account.",
  "error.AWS_THROTTLED": "AWS is throttling. Try again in a few seconds.",
  "error.AWS_NOT_CONNECTED": "The node is not connected to Systems Manager.",
  "error.AWS_CLOCK_SKEWED":
    "AWS rejected the call because the gateway's clock is wrong{hasSeconds, select, yes {: {seconds} off} other {}}. An administrator needs to correct the host's time (NTP). The roles are not the cause.",
  "error.AWS_EXPIRED": "The credentials of this session have expired.",
  "error.AWS_NOT_FOUND": "AWS can't find it{hasWhat, select, yes {: {what}} other {}}.",
  "error.AWS_INVALID": "AWS rejected the call as invalid.",
  "error.AWS_UNAVAILABLE": "Can't reach AWS. Try again in a minute.",
  "error.ANCHOR_UNLOCKED":
    "The bucket for audit anchors has no Object Lock in compliance mode. Nothing was written to it.",
  "error.ANCHOR_CONFLICT":
    "The bucket for audit anchors has another object where an anchor belongs. It was not overwritten.",
  "error.AUTHOR_MISSING":
    "Account{hasAccount, select, yes { {account}} other {}} has no role that may create documents. Set authorRoleArn, or create the document yourself.",
  "error.CONFIG_INVALID":
    "The portal's configuration is invalid{hasNames, select, yes {: {names}} other {}}.",
  "error.DATABASE_UNAVAILABLE": "Can't reach the database. Nothing was done. Try again in a minute.",
  "error.GROUPS_OVERAGE":
    "Your identity provider sent no groups because you are in too many. Its administrator can send app roles, or only the groups assigned to this application.",
  "error.PROVIDER_MISCONFIGURED":
    "Sign-in is misconfigured; trying again won't help. Tell an administrator. The cause is in the portal's log and in Settings.",
  "error.PROVIDER_REFUSED":
    "Your identity provider refused the sign-in. Try again, or ask its administrator whether you may use this portal.",
  "error.PROVIDER_UNAVAILABLE": "Can't reach the identity provider. Try again in a minute.",
  "error.INTERNAL": "Unexpected error. We can't tell whether this was done; check before you try again.",
} as const satisfies Record<`error.${ErrorCode}`, string>;
