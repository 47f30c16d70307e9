import type { ShownNotice } from "@/lib/terminal-protocol/notices";

/** What is told besides the terminal's state, on the line under the screen. */
const notices = {
  "terminal.notice.NOT_DURABLE": "The recording can't be written. Nothing is shown or sent until it can.",
  "terminal.notice.DURABLE_AGAIN": "The recording is durable again.",
  "terminal.notice.OUTPUT_GAP":
    "Output is missing{hasFrom, select, yes {: frames {from, number} to {to, number}} other {}}. The recording names the gap.",
  "terminal.notice.MISSING_HERE":
    "{bytes, number} bytes were not shown here. The recording has them or names the gap.",
  "terminal.notice.KEYS_MAYBE_LOST": "The last keystrokes may be lost. They are not sent again.",
  "terminal.notice.KEYS_IN_DOUBT":
    "The connection broke while you were typing: the last {bytes, plural, one {# byte} other {# bytes}} may not have arrived. Check the line on the screen.",
  "terminal.notice.EARLIER_IN_REPLAY":
    "The screen starts with the latest output. Earlier output is in the replay.",
  "terminal.notice.NODE_SILENT": "The node does not answer.",
  "terminal.notice.HANDSHAKE_REFUSED": "The node refused part of the handshake.",
  "terminal.notice.OUTPUT_BEHIND":
    "The node sends again what was lost on the way, little by little. Nothing is lost; new output follows.",
  "terminal.notice.INPUT_NOT_RECORDED":
    "Your last keystrokes were not sent: they can't be recorded right now.",
  "terminal.notice.INPUT_QUEUE_FULL": "That was more than the node takes at once. The rest was not sent.",
  "terminal.notice.CHANNEL_CLOSED": "The connection to the node is closed. Nothing was sent.",
} as const satisfies Record<`terminal.notice.${ShownNotice}`, string>;

/** The terminal: its states, how it looks, what is pasted, searched, who else is there. */
export const terminal = {
  ...notices,
  "pages.terminal": "Terminal",

  "terminal.label": "Terminal on {node}",
  "terminal.connecting": "Connecting to the gateway",
  "terminal.opening": "AWS is opening the shell",
  "terminal.resuming": "The connection to AWS was lost; it is coming back",
  "terminal.reconnecting": "Can't reach the gateway. Nothing you type is sent. Retrying…",
  "terminal.unreachable":
    "Can't reach the gateway. It may be restarting, or your sign-in has ended: sign in again if this stays.",
  "terminal.ended": "The session has ended",
  "terminal.taken-over": "Another window has taken the keyboard",
  "terminal.taken-over.line": "The shell goes on there. Only one window can type.",
  "terminal.taken-over.back": "Take it back",
  "terminal.refused": "No shell",
  "terminal.signed-out": "You are signed out",
  "terminal.signed-out.line": "The shell waits a little. Sign in and come back.",
  "terminal.recorded": "recorded",
  "terminal.recorded.durable": "durable within {milliseconds, number} ms",
  "terminal.recorded.until": "recorded until {time}",
  "terminal.recording.waiting": "recording not yet confirmed",
  "terminal.lastMinute": "One minute left. Save what you are doing.",
  "terminal.end": "End",
  "terminal.end.title": "End this session",
  "terminal.end.line": "The shell closes now. While the access runs, a new one can be opened.",
  "terminal.request": "Request",
  "terminal.leave": "Leaves the terminal:",
  "terminal.replay": "Replay",
  "terminal.back": "Back to the request",
  "terminal.home": "Home",
  "terminal.endedAt": "at {time}",
  "terminal.failed": "The shell did not open",
  "terminal.failed.retry": "Try again",
  "terminal.failed.action": "AWS was asked",
  "terminal.failed.code": "AWS answered",
  "terminal.failed.message": "AWS's message",
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

  "terminal.line": "What is the matter",
  "terminal.silent": "No answer from the gateway since {time}. Nothing you type is sent.",
  "terminal.notSent": "{count, plural, one {# key} other {# keys}} not sent.",
  "terminal.notSent.line":
    "{count, plural, one {# key} other {# keys}} not sent. Press {enter} to start over, or {clear} to clear the line in the shell.",
  "terminal.held": "This shell is open in another window",
  "terminal.held.line": "The other window is told, and can type no more.",
  "terminal.held.take": "Take over here",
  "terminal.place":
    "It has the keyboard since {since}{hasBrowser, select, yes {: {browser}} other {}}{hasAddress, select, yes {, from {address}} other {}}.",
  "terminal.takenBy":
    "It was taken at {since}{hasBrowser, select, yes {: {browser}} other {}}{hasAddress, select, yes {, from {address}} other {}}.",
  "terminal.watchers.label": "Who watches",
  "terminal.watchers": "{names} watch this",
  "terminal.watcher": "{names} watches this",

  "terminal.view": "View",
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
  "terminal.font.usual": "Usual size",

  "terminal.search": "Search in the output",
  "terminal.search.next": "Next place",
  "terminal.search.previous": "Previous place",
  "terminal.search.close": "Close the search",
  "terminal.search.none": "not found",
  "terminal.search.count": "{at, number} of {count, number}",
  "terminal.search.many": "{count, number} places",

  "terminal.paste.title": "Send this to the shell?",
  "terminal.paste.lines": "{count, number} lines",
  "terminal.paste.line": "1 line",
  "terminal.paste.controls": "{count, number} control characters",
  "terminal.paste.control": "1 control character",
  "terminal.paste.waits": "The shell shows all of it first and waits for Enter.",
  "terminal.paste.runs": "The program in front takes it as typed: each line runs at once.",
  "terminal.paste.exactly": "What will be sent",
  "terminal.paste.more": "{count, number} more characters are sent and not shown here.",
  "terminal.paste.withoutLines": "Without line breaks",
  "terminal.paste.withoutControls": "Without control characters",
  "terminal.paste.send": "Send",
  "terminal.paste.nothing": "Nothing is left to send.",

  "terminal.tabs": "Terminals of this access",
  "terminal.tabs.open": "Open another terminal",
  "terminal.tabs.close": "Close the tab of {node}",
  "terminal.tabs.none": "This access has no other node.",
  "terminal.tabs.goOn": "go on",
  "terminal.phase.connecting": "connecting",
  "terminal.phase.opening": "opening",
  "terminal.phase.open": "open",
  "terminal.phase.resuming": "coming back",
  "terminal.phase.reconnecting": "not reached",
  "terminal.phase.held": "in another window",
  "terminal.phase.taken-over": "in another window",
  "terminal.phase.ended": "ended",
  "terminal.phase.refused": "refused",
  "terminal.phase.signed-out": "signed out",
  "terminal.phase.waiting": "not looked at yet",

  "terminal.foreign": "This is {person}'s terminal",
  "terminal.foreign.hint": "Only whoever asked for the shell holds its keyboard.",
  "terminal.foreign.session": "To the session",

  "watch.start": "Watch live",
  "watch.stop": "Stop watching",
  "watch.label": "Live screen of {node}",
  "watch.line": "You watch. Nothing you type goes to the shell, and {person} sees that you are here.",
  "watch.waiting": "The shell is not open yet.",
  "watch.lost": "The gateway is not reached; trying again.",
  "watch.silent": "No answer from the gateway since {time}. The screen may have changed.",
  "watch.also": "Also watching: {names}",
  "watch.ended":
    "The session has ended{hasReason, select, yes {: {reason}} other {}}. Load the page for its replay.",
  "watch.reload": "To the replay",
} as const;
