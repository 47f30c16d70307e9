/**
 * Every expected refusal or failure, once. The sentence a person reads stands in messages/ under the same code,
 * the HTTP status in lib/edge/status.ts.
 */
export const ERROR_CODES = [
  // who is asking
  "NOT_SIGNED_IN",
  "ROLE_MISSING",
  "PERSON_DISABLED",
  "GROUPS_UNCONFIRMED",
  "GROUPS_OVERAGE",
  // a fresh proof of the person
  "STEP_UP_NEEDED",
  "PASSKEY_MISSING",
  "PASSKEY_WAITING",
  "PASSKEY_REFUSED",
  "PASSKEY_KNOWN",
  "PASSKEY_UNUSABLE",
  "TOO_MANY_PASSKEYS",
  "CHALLENGE_OVER",
  "SIGN_IN_NOT_FRESH",
  "SIGN_IN_OTHER_PERSON",
  // how it was asked
  "INVALID_INPUT",
  "FOREIGN_ORIGIN",
  "FOREIGN_HOST",
  "TOO_LARGE",
  "METHOD_NOT_ALLOWED",
  "NOT_FOUND",
  // the loop
  "SELF_APPROVAL",
  "DELEGATED_BY_REQUESTER",
  "DELEGATE_UNFIT",
  "DELEGATION_RUNNING",
  "DELEGATION_OVER",
  "SELF_DISABLE",
  "NOT_AN_APPROVER",
  "ALREADY_DECIDED",
  "REQUEST_CHANGED",
  "REQUEST_OVER",
  "NOT_THE_REQUESTER",
  "QUESTION_ANSWERED",
  "TOO_MANY_ENTRIES",
  "REMINDED_LATELY",
  "REMINDERS_USED",
  "NODE_UNKNOWN",
  "NODE_OFFLINE",
  "STALE_NODE",
  "WINDOW_TOO_LONG",
  "WINDOW_TOO_SHORT",
  "NOT_PERMITTED_BY_RULE",
  "SELECTOR_EMPTY",
  "SELECTOR_TOO_WIDE",
  "SELECTOR_MISMATCH",
  "NODES_EXHAUSTED",
  "INCIDENT_INVALID",
  "COMMENT_MISSING",
  "NARROWED_TO_NOTHING",
  "OS_USER_UNAVAILABLE",
  "GRANT_RUNNING",
  "GLASS_WHOLE",
  "GLASS_NOTED",
  "GLASS_JUDGED",
  "SELF_RATIFICATION",
  "THIRD_PERSON_NEEDED",
  "TOO_MANY_WAITING",
  "GRANT_OVER",
  "GRANT_NOT_STARTED",
  "GRANT_UNUSED",
  "ALREADY_EXTENDED",
  "GLASS_NOT_EXTENDED",
  "NOTHING_TO_EXTEND",
  "NOT_THE_GRANTEE",
  "SESSION_RUNNING",
  "SESSION_OVER",
  "NOT_YOUR_SESSION",
  "POLICY_UNSAFE",
  "DOCUMENT_CHANGED",
  "LOG_DESTINATION_MISSING",
  "OBLIGATION_UNMET",
  "APPROVAL_MISMATCH",
  "REASON_MISSING",
  "REVIEW_OWN",
  "REVIEW_CLOSED",
  "SESSION_STILL_OPEN",
  "KEYBOARD_HELD",
  "WATCH_ONLY",
  "VIEW_EXISTS",
  "TOO_MANY_VIEWS",
  "PUSH_ADDRESS_UNKNOWN",
  "TOO_MANY_DEVICES",
  // the recording
  "STALE_EPOCH",
  "NOT_DURABLE",
  "INPUT_NOT_SEALED",
  "RECORDING_STORE_FULL",
  "RECORDING_MISSING",
  "RECORDING_DELETED",
  "TOO_MANY_NOTES",
  "NOTE_NOT_OWN",
  "NOTE_WITHDRAWN",
  "DELETION_OWN",
  "DELETION_SELF_CONFIRMED",
  "DELETION_OVER",
  "DELETION_ASKED",
  "RECORDING_HELD",
  "HOLD_LIFT_ASKED",
  "HOLD_LIFT_SELF_CONFIRMED",
  "HOLD_LIFT_OVER",
  "INPUT_NOT_KEPT",
  "INPUT_OPENING_ASKED",
  "INPUT_OPENING_SELF_CONFIRMED",
  "INPUT_OPENING_OVER",
  "INPUT_OPENING_OTHERS",
  "ASKER_WITHOUT_ROLE",
  "RETENTION_PROPOSED",
  "RETENTION_SAME",
  "RETENTION_SELF_CONFIRMED",
  "RETENTION_OVER",
  "POLICY_SAME",
  "POLICY_SELF_APPROVED",
  "POLICY_OVER",
  "POLICY_CHANGED",
  "POLICY_UNCHECKED",
  "POLICY_INVALID",
  "POLICY_UNREADABLE",
  "REVIEW_STILL_OPEN",
  "EVIDENCE_UNSEALED",
  "RECORDING_UNREADABLE",
  "SEARCH_BUSY",
  "EXPORT_BUSY",
  // AWS
  "AWS_ACCESS_DENIED",
  "AWS_THROTTLED",
  "AWS_NOT_CONNECTED",
  "AWS_EXPIRED",
  "AWS_CLOCK_SKEWED",
  "AWS_NOT_FOUND",
  "AWS_INVALID",
  "AWS_UNAVAILABLE",
  // the installation
  "ANCHOR_UNLOCKED",
  "ANCHOR_CONFLICT",
  "AUTHOR_MISSING",
  "CONFIG_INVALID",
  "DATABASE_UNAVAILABLE",
  "PROVIDER_UNAVAILABLE",
  "PROVIDER_MISCONFIGURED",
  "PROVIDER_REFUSED",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorParams = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * An expected refusal or failure. Recognised by `code`, never by `instanceof`: modules may exist twice in one
 * process when Next bundles them.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; params?: ErrorParams } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.params = options.params ?? {};
  }
}

const CODES: ReadonlySet<string> = new Set(ERROR_CODES);

/** Whether a text of the outside is one of our codes. */
export function isErrorCode(text: string | undefined): text is ErrorCode {
  return text !== undefined && CODES.has(text);
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && CODES.has(error.code);
}

/** A rule's answer: allowed with what follows from it, or refused with a code. */
export type Verdict<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; params?: ErrorParams };

export function allow<T>(value: T): Verdict<T> {
  return { ok: true, value };
}

export function refuse(
  code: ErrorCode,
  params?: ErrorParams,
): { ok: false; code: ErrorCode; params?: ErrorParams } {
  return params === undefined ? { ok: false, code } : { ok: false, code, params };
}

/** For the default branch of a switch over a closed union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}
