import type { EncryptionFault, EndReason } from "@/lib/sessions/views";
import type { ShownNotice } from "@/lib/terminal-protocol/notices";

/** What is told besides the terminal's state, on the line under the screen. */
const notices = {
  "terminal.notice.NOT_DURABLE": "The recording can't be written. Nothing is shown or sent until it can.",
  "terminal.notice.DURABLE_AGAIN": "The recording can be written again.",
  "terminal.notice.OUTPUT_GAP":
    "Some output was lost{hasFrom, select, yes {: frames {from, number} to {to, number}} other {}}. The recording marks the gap.",
  "terminal.notice.MISSING_HERE":
    "{bytes, number} bytes were not shown here. They are in the recording, or marked there as a gap.",
  "terminal.notice.KEYS_MAYBE_LOST": "Your last keystrokes may be lost. They are not sent again.",
  "terminal.notice.KEYS_IN_DOUBT":
    "Connection lost while you were typing: the last {bytes, plural, one {# byte} other {# bytes}} may not have arrived. Check the line on the screen.",
  "terminal.notice.EARLIER_IN_REPLAY": "Showing the latest output. Earlier output is in the replay.",
  "terminal.notice.NODE_SILENT": "The node isn't answering.",
  "terminal.notice.HANDSHAKE_REFUSED": "The node refused part of the handshake.",
  "terminal.notice.OUTPUT_BEHIND":
    "The node is resending output that was lost on the way. Nothing is lost; new output follows.",
  "terminal.notice.RECORDING_NEARLY_FULL":
    "This session has printed nearly as much as one may record. At the limit it ends.",
  "terminal.notice.CHANNEL_KEY_AWAITED":
    "AWS does not give this session's encryption key ({fault, select, KEY_DENIED {KMS denied access} KEY_DISABLED {the KMS key is disabled} KEY_NOT_FOUND {the KMS key was not found} KEY_THROTTLED {KMS is limiting calls} KEY_NOT_KEPT {the database can't be read} other {KMS can't be reached}}). Nothing is shown or sent until it does. Retrying…",
  "terminal.notice.CHANNEL_KEY_GIVEN": "AWS gave the session's encryption key again.",
  "terminal.notice.INPUT_NOT_RECORDED":
    "Your last keystrokes were not sent: they can't be recorded right now.",
  "terminal.notice.INPUT_NOT_SEALED":
    "Your last keystrokes were not sent: they are kept for this session, and can't be encrypted. Tell an administrator.",
  "terminal.notice.INPUT_QUEUE_FULL": "That was more than the node accepts at once. The rest was not sent.",
  "terminal.notice.CHANNEL_CLOSED": "The connection to the node is closed. Nothing was sent.",
} as const satisfies Record<`terminal.notice.${ShownNotice}`, string>;

/** Why it is over, told to whoever typed. */
const over = {
  "terminal.over.exited": "You exited the shell",
  "terminal.over.ended-by-person": "You ended the session",
  "terminal.over.window-ended": "Time ran out",
  "terminal.over.ended-by-approver": "An approver ended the session",
  "terminal.over.ended-by-administrator": "An administrator ended the session",
  "terminal.over.grant-ended": "Your access ended",
  "terminal.over.sign-in-ended": "You signed out",
  "terminal.over.person-disabled": "Your account was disabled",
  "terminal.over.role-lost": "You are no longer an engineer",
  "terminal.over.abandoned": "Nobody was connected for too long",
  "terminal.over.not-recorded": "The recording couldn't be written for too long",
  "terminal.over.recording-limit": "This session printed more than one may record",
  "terminal.over.log-missing": "The node’s agent log didn’t begin in time, and the policy requires one",
  "terminal.over.encryption-failed": "The channel to the node could not be encrypted as its document asks",
  "terminal.over.opening-failed": "The shell did not open",
  "terminal.over.aws-ended": "The session was closed from AWS's side",
  "terminal.over.swept": "The cleanup job ended the session",
  "terminal.over.ended-outside": "The session ended outside Halligan",
} as const satisfies Record<`terminal.over.${EndReason}`, string>;

/** What broke an encrypted channel. */
const faults = {
  "terminal.fault.ENCRYPTION_NOT_OFFERED":
    "The node did not ask for encryption, though the session document names a KMS key. Check the agent's version on the node.",
  "terminal.fault.ENCRYPTION_REQUEST_MALFORMED": "The node's request for encryption could not be read.",
  "terminal.fault.ENCRYPTION_OTHER_KEY": "The node named another KMS key than the session document.",
  "terminal.fault.ENCRYPTION_CHALLENGE_EARLY": "The node sent an encryption challenge before it had the key.",
  "terminal.fault.ENCRYPTION_CHALLENGE_INVALID": "The node's encryption challenge was not valid.",
  "terminal.fault.ENCRYPTION_CHALLENGE_MISSING":
    "The node ended the handshake without showing that it has the key.",
  "terminal.fault.ENCRYPTION_SECOND_HANDSHAKE": "The node began a second handshake.",
  "terminal.fault.ENCRYPTION_PAYLOAD_SHORT":
    "The node sent output that was not encrypted. It was not shown or recorded.",
  "terminal.fault.ENCRYPTION_TAG_WRONG":
    "Output came that was not encrypted with the session's key, or was changed on the way. It was not shown or recorded.",
  "terminal.fault.ENCRYPTION_NONCE_REPEATED":
    "Earlier output was sent again as if it were new. It was not shown or recorded.",
  "terminal.fault.ENCRYPTION_PAYLOAD_TYPE":
    "The node sent a kind of message that an encrypted session does not have.",
  "terminal.fault.KEY_DENIED":
    "AWS KMS denied access to the session's key. Check the target role's policy and the key's policy.",
  "terminal.fault.KEY_DISABLED": "The KMS key of the session document is disabled, or about to be deleted.",
  "terminal.fault.KEY_NOT_FOUND":
    "The KMS key of the session document does not exist in this account and region.",
  "terminal.fault.KEY_MISMATCH": "What was kept of the session's key does not belong to its KMS key.",
  "terminal.fault.KEY_THROTTLED":
    "AWS KMS is limiting calls in this account right now. Try again in a minute.",
  "terminal.fault.KEY_UNAVAILABLE": "AWS KMS could not be reached.",
  "terminal.fault.KEY_INVALID": "AWS KMS answered with something that is not a key.",
  "terminal.fault.KEY_NOT_KEPT": "What another gateway would need to take over could not be saved.",
} as const satisfies Record<`terminal.fault.${EncryptionFault}`, string>;

/** The terminal: its states, how it looks, what is pasted, searched, who else is there. */
export const terminal = {
  ...notices,
  ...over,
  ...faults,
  "pages.terminal": "Terminal",

  "terminal.label": "Terminal on {node}",
  "terminal.connecting": "Connecting to the gateway…",
  "terminal.opening": "Opening shell",
  "terminal.resuming": "Connection to AWS lost. Reconnecting…",
  "terminal.reconnecting": "Can't reach the gateway. Nothing you type is sent. Retrying…",
  "terminal.unreachable": "Can't reach the gateway. If this lasts, sign in again.",
  "terminal.ended": "The session has ended",
  "terminal.taken-over": "Another window took over",
  "terminal.taken-over.line": "The shell stays open there. Only one window can type.",
  "terminal.taken-over.back": "Take over again",
  "terminal.refused": "You can't open this shell",
  "terminal.unproven": "Waits until you confirm it’s you",
  "terminal.signed-out": "You are signed out",
  "terminal.signed-out.line": "The shell stays open for a while. Sign in to return to it.",
  "terminal.recorded": "Recorded",
  "terminal.recorded.durable": "saved within {milliseconds, number} ms",
  "terminal.recorded.until": "Recorded until {time}",
  "terminal.recording.waiting": "Recording not confirmed",
  "terminal.lastMinute": "One minute left. Running commands will be stopped.",
  "terminal.end": "End session",
  "terminal.end.title": "End session",
  "terminal.end.line": "The shell closes now. You can open another while your access lasts.",
  "terminal.request": "Open request",
  "terminal.leave": "Leave terminal:",
  "terminal.replay": "Watch replay",
  "terminal.back": "Back to request",
  "terminal.home": "Home",
  "terminal.endedAt": "{why} at {time}",
  "terminal.failed": "The shell did not open",
  "terminal.failed.retry": "Try again",
  "terminal.failed.action": "Call",
  "terminal.failed.code": "Code",
  "terminal.failed.message": "Message",
  "terminal.failed.fix.organization":
    "A policy of your AWS organization (service or resource control policy) denies this. Only an administrator of the organization can change it; the account's roles are not the cause.",
  "terminal.failed.fix.explicit-deny":
    "A policy in the account denies this explicitly. An administrator of the account has to find that Deny statement.",
  "terminal.failed.fix.boundary":
    "The role's permissions boundary does not allow this. An administrator of the account has to extend it.",
  "terminal.failed.fix.session-policy":
    "The session's own policy does not allow this: its window may be over. Try again while your access lasts; if it stays, tell an administrator of Halligan.",
  "terminal.failed.fix.trust":
    "Halligan could not become its role in this account. An administrator has to look at the role's trust policy and the caller's own policy. Test connection under Settings shows the statement to add.",
  "terminal.failed.fix.role":
    "A permission is missing from the role's policy. An administrator of the account has to add it. Test connection under Settings shows the statement.",
  "terminal.failed.fix.throttled":
    "AWS is limiting calls in this account right now. Your access is fine: try again in a minute.",
  "terminal.failed.fix.expired":
    "The credentials expired before the shell opened. Try again while your access lasts.",

  "terminal.line": "Terminal status",
  "terminal.silent": "No answer from the gateway. Nothing you type is sent.",
  "terminal.notSent": "{count, plural, one {# key} other {# keys}} not sent.",
  "terminal.notSent.line":
    "{count, plural, one {# key} other {# keys}} not sent. Press {enter} to start over, or {clear} to clear the line in the shell.",
  "terminal.held": "This shell is open in another window",
  "terminal.held.line": "It will be notified and becomes read-only.",
  "terminal.held.take": "Take over here",
  "terminal.place":
    "It has been typing since {since}{hasBrowser, select, yes {: {browser}} other {}}{hasAddress, select, yes {, from {address}} other {}}.",
  "terminal.takenBy":
    "It took over at {since}{hasBrowser, select, yes {: {browser}} other {}}{hasAddress, select, yes {, from {address}} other {}}.",
  "terminal.watchers.label": "Watching",
  "terminal.watchers": "{names} are watching",
  "terminal.watcher": "{names} is watching",

  "terminal.view": "Appearance",
  "terminal.theme": "Colours",
  "terminal.theme.dark": "dark",
  "terminal.theme.light": "light",
  "terminal.theme.contrast": "high contrast",
  "terminal.input": "Input and output",
  "terminal.screenReader": "Screen reader support",
  "terminal.controlV": "{keys} pastes",
  "terminal.font": "Text size",
  "terminal.font.larger": "Larger text",
  "terminal.font.smaller": "Smaller text",
  "terminal.font.usual": "Reset size",

  "terminal.search": "Search output",
  "terminal.search.next": "Next match",
  "terminal.search.previous": "Previous match",
  "terminal.search.close": "Close search",
  "terminal.search.none": "no matches",
  "terminal.search.count": "{at, number} of {count, number}",
  "terminal.search.many": "{count, number} matches",

  "terminal.paste.title": "Send this to the shell?",
  "terminal.paste.lines": "{count, number} lines",
  "terminal.paste.line": "1 line",
  "terminal.paste.controls": "{count, number} control characters",
  "terminal.paste.control": "1 control character",
  "terminal.paste.waits": "The shell shows it first and waits for Enter.",
  "terminal.paste.runs": "The program receives it as typed: each line runs at once.",
  "terminal.paste.exactly": "What will be sent",
  "terminal.paste.more": "{count, number} more characters will be sent that are not shown here.",
  "terminal.paste.withoutLines": "Without line breaks",
  "terminal.paste.withoutControls": "Without control characters",
  "terminal.paste.send": "Send",
  "terminal.paste.nothing": "Nothing left to send.",

  "terminal.tabs": "Terminals of this access",
  "terminal.tabs.open": "Open another terminal",
  "terminal.tabs.close": "Close the tab of {node}",
  "terminal.tabs.none": "This access covers no other node.",
  "terminal.tabs.goOn": "open",
  "terminal.phase.connecting": "connecting",
  "terminal.phase.opening": "opening",
  "terminal.phase.open": "open",
  "terminal.phase.resuming": "reconnecting",
  "terminal.phase.reconnecting": "unreachable",
  "terminal.phase.held": "in another window",
  "terminal.phase.taken-over": "in another window",
  "terminal.phase.ended": "ended",
  "terminal.phase.refused": "refused",
  "terminal.phase.signed-out": "signed out",
  "terminal.phase.waiting": "not opened yet",

  "terminal.foreign": "This is {person}'s terminal",
  "terminal.foreign.hint": "Only the person who requested access can type in it.",
  "terminal.foreign.session": "Open session",

  "watch.start": "Watch live",
  "watch.stop": "Stop watching",
  "watch.label": "Live screen of {node}",
  "watch.line": "Watching only: nothing you type is sent. {person} can see that you are here.",
  "watch.waiting": "Waiting for the shell to open…",
  "watch.lost": "Connection lost. Reconnecting…",
  "watch.silent": "No answer from the gateway since {time}. The screen may have changed.",
  "watch.also": "Also watching: {names}",
  "watch.ended": "The session has ended{hasReason, select, yes {: {reason}} other {}}.",
  "watch.reload": "Watch replay",
  "terminal.home.back": "Back to Home",
  "terminal.cancel": "Cancel",
  "terminal.menu": "Session",
  "terminal.copyAll": "Copy all output",
  "terminal.record": "Session record",
  "terminal.keptInput": "Your keystrokes are kept",
  "terminal.keptInput.title":
    "Everything you type is kept, encrypted, passwords too. Two people together can open it for an investigation.",
  "terminal.saved": "Output is kept in the recording, not in this browser.",
  "terminal.notRecording": "Not recording yet",
  "terminal.recorded.ended": "Recording ended",
  "terminal.reconnecting.short": "Reconnecting",
  "terminal.reconnecting.shown":
    "Can't reach the gateway for {duration}. Nothing you type is sent. Retrying…",
  "terminal.silent.shown": "No answer from the gateway for {duration}. Nothing you type is sent.",
  "terminal.lastMinute.shown": "Ends in {left}, at {time}. Running commands are stopped.",
  "terminal.soon.shown": "Ends in {left}, at {time}.",
  "terminal.ends": "Ends",
  "terminal.retryNow": "Reconnect now",
  "terminal.again": "Request again",
  "terminal.extend": "Extend access",
  "terminal.extend.short": "Extend",
  "terminal.extend.line":
    "Requests {duration} more on the same nodes, from the end of this access on, under the same rules. At that end running commands are stopped and a new shell opens here.",
  "terminal.extend.reason": "Reason",
  "terminal.extend.confirm": "Extend by {duration}",
  "terminal.extension.waiting": "The extension is waiting for approval.",
  "terminal.extension.approved": "Extended: a new shell opens here then.",
  "terminal.extension.waiting.short": "Extension waiting",
  "terminal.extension.approved.short": "Extended",
  "terminal.handBack": "Hand back access",
  "terminal.handBack.line":
    "Every shell under this access closes now, and the access ends. For another you would have to request it.",
  "terminal.continued": "Access extended: this is a new shell. The one before ended with its time.",
  "terminal.another": "Open another shell",
  "terminal.opening.hint": "You can type when the shell is ready.",
  "terminal.step.recording": "Preparing the recording",
  "terminal.step.recording.done": "Recording can be written",
  "terminal.step.role": "Assuming the role",
  "terminal.step.role.done": "Role assumed for this session",
  "terminal.step.session": "Starting the session on {node}",
  "terminal.step.session.done": "Session started on {node}",
  "terminal.step.channel": "Waiting for the node to answer",
  "terminal.step.channel.done": "Shell ready",
  "terminal.failed.requestId": "Request id",
  "terminal.keys": "Keys",
  "terminal.keys.paste": "Paste",
  "watch.frame": "Watching {node}",
  "watch.live": "Live",
  "watch.notLive": "Not live",
} as const;
