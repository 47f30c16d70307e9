import { ulid } from "ulid";

/** Every kind of thing that has an id of ours, with the prefix its ids carry. */
const PREFIXES = {
  person: "per",
  signIn: "sgn",
  freshSignIn: "fsi",
  passkey: "psk",
  challenge: "chl",
  proof: "prf",
  request: "req",
  decision: "dec",
  delegation: "dlg",
  requestEntry: "ent",
  grant: "grt",
  session: "ses",
  review: "rev",
  deletion: "del",
  hold: "hld",
  lifting: "lft",
  opening: "opn",
  retentionRule: "rtr",
  policyVersion: "pol",
  inboxItem: "inb",
  notice: "ntc",
  delivery: "dlv",
  device: "dev",
  savedView: "viw",
  auditEvent: "aud",
  process: "prc",
} as const;

export type IdKind = keyof typeof PREFIXES;
export type Id<K extends IdKind> = `${(typeof PREFIXES)[K]}_${string}` & { readonly __kind?: K };

export type PersonId = Id<"person">;
export type SignInId = Id<"signIn">;
export type PasskeyId = Id<"passkey">;
export type RequestId = Id<"request">;
export type DecisionId = Id<"decision">;
export type RequestEntryId = Id<"requestEntry">;
export type GrantId = Id<"grant">;
export type SessionId = Id<"session">;
export type ReviewId = Id<"review">;
export type InboxItemId = Id<"inboxItem">;
export type AuditEventId = Id<"auditEvent">;
export type DeliveryId = Id<"delivery">;
export type DeviceId = Id<"device">;
export type ProcessId = Id<"process">;

/**
 * Makes a new id: prefix, underscore, 26 lower-case characters that sort by time.
 * A session id is also the RoleSessionName (AWS allows 2–64 of `[\w+=,.@-]`), and no id is a prefix of another.
 */
export function newId<K extends IdKind>(kind: K): Id<K> {
  return `${PREFIXES[kind]}_${ulid().toLowerCase()}` as Id<K>;
}

/** Whether an untrusted string is a well-formed id of this kind. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === "string" && new RegExp(`^${PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$`).test(value);
}
