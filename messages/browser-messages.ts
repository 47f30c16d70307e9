import type { CompiledMessage } from "icu-minify/format";
import type { ErrorCode } from "@/lib/kernel/errors";
import { codesOf, messageFor } from "./catalogue";
import type { Language } from "./language";

/**
 * What only the answer to a call is refused with: never why a button can't be pressed, and nothing that a page draws by
 * itself. Browsers load these sentences when a call is refused (app/client/post.ts).
 */
const REFUSALS_OF_CALLS = [
  ...["GROUPS_UNCONFIRMED", "GROUPS_OVERAGE", "INVALID_INPUT", "FOREIGN_ORIGIN", "FOREIGN_HOST", "TOO_LARGE"],
  ...["DELEGATE_UNFIT", "DELEGATION_RUNNING", "DELEGATION_OVER"],
  ...["METHOD_NOT_ALLOWED", "SELF_DISABLE", "REQUEST_CHANGED", "QUESTION_ANSWERED", "TOO_MANY_ENTRIES"],
  ...["WINDOW_TOO_LONG", "WINDOW_TOO_SHORT", "INCIDENT_INVALID", "COMMENT_MISSING", "NARROWED_TO_NOTHING"],
  ...[
    "TOO_MANY_WAITING",
    "STALE_NODE",
    "OBLIGATION_UNMET",
    "RECORDING_STORE_FULL",
    "OS_USER_UNAVAILABLE",
    "PUSH_ADDRESS_UNKNOWN",
    "TOO_MANY_DEVICES",
  ],
  ...["GLASS_NOTED", "GLASS_JUDGED", "GLASS_WHOLE"],
  ...["GRANT_UNUSED", "ALREADY_EXTENDED", "GLASS_NOT_EXTENDED", "NOTHING_TO_EXTEND"],
  ...["SELF_RATIFICATION", "THIRD_PERSON_NEEDED"],
  ...["POLICY_UNSAFE", "APPROVAL_MISMATCH", "REASON_MISSING", "KEYBOARD_HELD", "WATCH_ONLY", "STALE_EPOCH"],
  ...["DOCUMENT_CHANGED", "LOG_DESTINATION_MISSING", "EVIDENCE_UNSEALED", "SEARCH_BUSY", "EXPORT_BUSY"],
  ...[
    "NOT_DURABLE",
    "INPUT_NOT_SEALED",
    "RECORDING_MISSING",
    "RECORDING_UNREADABLE",
    "AWS_ACCESS_DENIED",
    "AWS_THROTTLED",
  ],
  ...["AWS_NOT_CONNECTED", "AWS_EXPIRED", "AWS_CLOCK_SKEWED", "AWS_NOT_FOUND", "AWS_INVALID"],
  ...["AWS_UNAVAILABLE", "AUTHOR_MISSING", "PROVIDER_MISCONFIGURED", "PROVIDER_REFUSED", "VIEW_EXISTS"],
  // Why a recording can't be deleted, or a review closed: that stands on the page of a session, which has all of these.
  ...["DELETION_OWN", "REVIEW_STILL_OPEN", "REVIEW_OWN", "REVIEW_CLOSED", "SESSION_STILL_OPEN"],
  ...["TOO_MANY_VIEWS", "RECORDING_DELETED", "DELETION_OVER", "DELETION_ASKED", "DELETION_SELF_CONFIRMED"],
  ...["RECORDING_HELD", "HOLD_LIFT_ASKED", "HOLD_LIFT_SELF_CONFIRMED", "HOLD_LIFT_OVER"],
  ...["INPUT_NOT_KEPT", "INPUT_OPENING_ASKED", "INPUT_OPENING_SELF_CONFIRMED", "INPUT_OPENING_OVER"],
  ...["INPUT_OPENING_OTHERS"],
  ...[
    "ASKER_WITHOUT_ROLE",
    "RETENTION_PROPOSED",
    "RETENTION_SAME",
    "RETENTION_SELF_CONFIRMED",
    "RETENTION_OVER",
  ],
  ...["POLICY_SAME", "POLICY_SELF_APPROVED", "POLICY_OVER", "POLICY_CHANGED", "POLICY_UNCHECKED"],
  ...["POLICY_INVALID", "POLICY_UNREADABLE", "ANCHOR_UNLOCKED", "ANCHOR_CONFLICT", "CONFIG_INVALID"],
  ...["STEP_UP_NEEDED", "PASSKEY_MISSING", "PASSKEY_WAITING", "PASSKEY_REFUSED", "PASSKEY_KNOWN"],
  ...["PASSKEY_UNUSABLE", "TOO_MANY_PASSKEYS", "CHALLENGE_OVER", "SIGN_IN_NOT_FRESH", "SIGN_IN_OTHER_PERSON"],
  ...["NOT_YOUR_SESSION", "SESSION_OVER", "SELECTOR_MISMATCH"],
  // Why a request's own buttons can't be pressed: that stands on its page, or in the form.
  ...["REMINDERS_USED", "REMINDED_LATELY", "SELF_APPROVAL", "DELEGATED_BY_REQUESTER", "NOT_AN_APPROVER"],
  ...[
    "ALREADY_DECIDED",
    "REQUEST_OVER",
    "NOT_THE_REQUESTER",
    "GRANT_RUNNING",
    "SELECTOR_TOO_WIDE",
    "SELECTOR_EMPTY",
  ],
  ...["TOO_MANY_NOTES", "NOTE_NOT_OWN", "NOTE_WITHDRAWN"],
] as const satisfies readonly ErrorCode[];

const ERRORS_OF_CALLS = REFUSALS_OF_CALLS.map((code) => `error.${code}`);

/**
 * Which sentences a browser is sent, by the part of the portal that loads them: "page" with every page, "session" with
 * the terminal and the replay besides, "request" with a request, "form" with the form for one, "glass" where the glass
 * was broken and when somebody is about to, "home" with the
 * home page, "passkeys" with those, "administration" with the settings and a person's page, "lists" with a list, "search" with the search of
 * recordings, "errors" when a call is refused, "notices" when the bell is opened or somebody is told something. The
 * others are said by the server only, in the pages themselves. A family is the first part of its codes, or the first few;
 * browser-messages.test.ts holds the lists against what is said where.
 */
export const BROWSER_FAMILIES = {
  page: [
    ...["app", "nav", "frame", "command", "language", "keys", "theme", "live"],
    ...["action.cancel", "action.close", "action.copy", "action.copied", "action.end", "action.openShell"],
    ...["time", "countdown", "empty", "field", "error", "end.note", "selector"],
    ...["grant.open", "grant.goOn", "grant.end", "grant.return"],
    ...["request.state", "request.access"],
    ...["session.state", "session.imported", "audit.outcome", "terminal.recorded"],
    // The rows of one's access; what stands above and below them is said by the server.
    ...[
      "home.access.more",
      "home.access.request",
      "home.access.end",
      "home.access.ends",
      "home.access.useBy",
    ],
    ...["home.access.open", "home.access.opening", "home.access.approved", "home.access.byRule"],
    ...["home.access.choose"],
    ...["pages.failed", "pages.retry", "pages.unreachable", "pages.signIn.button", "lists.find"],
    ...["node.state", "node.protection", "node.filter.account", "node.filter.region", "node.tier"],
    ...["node.class", "node.chosen", "node.star", "node.starred", "node.read"],
    ...["inbox.left", "inbox.expiring", "inbox.due", "inbox.overdue"],
  ],
  // The decision and what people say on a request; its facts are said by the server.
  request: [
    ...["request.deny", "request.narrow", "request.approve", "request.comment", "request.withdraw"],
    ...[
      "request.decide",
      "request.approveFor",
      "request.approveAs",
      "request.as",
      "request.starts",
      "request.reduced",
      "request.changed",
    ],
    ...["request.expires", "request.given", "request.waitingFor", "request.once"],
    ...["request.talk", "request.remind", "request.seen", "error.NOTHING_TO_EXTEND", "glass.break"],
    ...["error.REMINDERS_USED", "error.REMINDED_LATELY", "error.SELF_APPROVAL", "error.NOT_AN_APPROVER"],
    ...[
      "error.NOT_THE_REQUESTER",
      "error.DELEGATED_BY_REQUESTER",
      "error.ALREADY_DECIDED",
      "error.REQUEST_OVER",
    ],
    // Not what a terminal says.
    ...["stepUp.decision", "stepUp.done", "stepUp.notAnswered", "stepUp.signIn", "stepUp.usePasskey"],
  ],
  form: [
    ...["request.nodes", "request.where", "request.selector", "request.draft", "request.running"],
    ...["request.waiting", "request.next", "request.choose", "request.justification", "request.incident"],
    ...["request.window", "request.osUser", "request.submit", "request.needs", "error.OS_USER_UNAVAILABLE"],
    ...["error.GRANT_RUNNING", "error.SELECTOR_TOO_WIDE", "error.SELECTOR_EMPTY"],
    "glass.break",
  ],
  glass: ["glass.dialog", "glass.judge", "glass.note", "glass.unit", "glass.cosigned"],
  home: ["guide", "home.view"],
  administration: [
    ...["people.disable", "people.enable", "people.reason", "people.signIn.revoke"],
    ...["settings.test.order", "settings.test.all", "settings.document.order"],
    ...["retention.change", "policy.change"],
  ],
  passkeys: [
    "passkeys.add",
    "passkeys.again",
    "passkeys.name",
    "passkeys.rename",
    "passkeys.remove",
    "stepUp",
  ],
  // Of what stands in the line of a list's filters, what browsers say themselves.
  lists: ["views"],
  search: ["search", "gateway", "review.verdict", "review.open", "review.overdue", ...ERRORS_OF_CALLS],
  session: [
    "terminal",
    "glass.title",
    "watch",
    "replay",
    "gateway",
    "review",
    "pages.session",
    "end",
    "stepUp",
    ...ERRORS_OF_CALLS,
  ],
  errors: ERRORS_OF_CALLS,
  notices: ["notice"],
} as const satisfies Record<string, readonly string[]>;

export type BundlePart = keyof typeof BROWSER_FAMILIES;
export const BUNDLE_PARTS = Object.keys(BROWSER_FAMILIES) as BundlePart[];

/** Whether a part of the browser's messages has a code. */
export function isSentTo(part: BundlePart, code: string): boolean {
  if (part === "page" && ERRORS_OF_CALLS.includes(code)) return false;
  return BROWSER_FAMILIES[part].some((family) => code === family || code.startsWith(`${family}.`));
}

/** The messages of a part by code, compiled: no browser has the parser. */
export function browserMessages(part: BundlePart, language: Language): Record<string, CompiledMessage> {
  const codes = codesOf(language).filter((code) => isSentTo(part, code));
  return Object.fromEntries(codes.map((code) => [code, messageFor(code, language) ?? code]));
}
