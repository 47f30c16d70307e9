/**
 * Why an encrypted channel is ended, by name. The first ones are the node's or the line's; those of the key are KMS's.
 * Each has a sentence in messages/.
 */
export const ENCRYPTION_FAULTS = [
  /** Output, or a handshake without encryption, where the session's document names a key. */
  "ENCRYPTION_NOT_OFFERED",
  "ENCRYPTION_REQUEST_MALFORMED",
  /** The node names another key than the document. */
  "ENCRYPTION_OTHER_KEY",
  /** A challenge before the node has the key. */
  "ENCRYPTION_CHALLENGE_EARLY",
  "ENCRYPTION_CHALLENGE_INVALID",
  /** The handshake ends without a challenge: nothing shows that the node has the key. */
  "ENCRYPTION_CHALLENGE_MISSING",
  /** A message of the handshake after its end, or a second one of its kind. */
  "ENCRYPTION_SECOND_HANDSHAKE",
  /** Shorter than nonce and tag: it was never encrypted. */
  "ENCRYPTION_PAYLOAD_SHORT",
  /** Not encrypted with the session's key, or changed on the way. */
  "ENCRYPTION_TAG_WRONG",
  /** The nonce of an earlier message under another number. */
  "ENCRYPTION_NONCE_REPEATED",
  /** A kind of message that an encrypted session does not have. */
  "ENCRYPTION_PAYLOAD_TYPE",
  "KEY_DENIED",
  "KEY_DISABLED",
  /** There is no such key in the account and region where it is asked for. */
  "KEY_NOT_FOUND",
  /** The ciphertext was not made by this key for this session. */
  "KEY_MISMATCH",
  "KEY_THROTTLED",
  "KEY_UNAVAILABLE",
  /** KMS answered with something that is no key of 64 bytes. */
  "KEY_INVALID",
  /** What a successor needs could not be written down. */
  "KEY_NOT_KEPT",
] as const;
export type EncryptionFault = (typeof ENCRYPTION_FAULTS)[number];

/** The channel can't be trusted any more, or never could. `fault` says why. */
export class EncryptionError extends Error {
  override readonly name = "EncryptionError";
  readonly fault: EncryptionFault;

  constructor(fault: EncryptionFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
