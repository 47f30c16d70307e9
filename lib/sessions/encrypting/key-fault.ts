import { isAppError } from "@/lib/kernel/errors";
import { EncryptionError, type EncryptionFault } from "@/lib/session-manager/encryption/faults";

/** AWS's own names for why it gives no key, where our code for them says less. */
const BY_NAME: Readonly<Record<string, EncryptionFault>> = {
  DisabledException: "KEY_DISABLED",
  KMSInvalidStateException: "KEY_DISABLED",
  NotFoundException: "KEY_NOT_FOUND",
  InvalidArnException: "KEY_NOT_FOUND",
  InvalidCiphertextException: "KEY_MISMATCH",
  IncorrectKeyException: "KEY_MISMATCH",
};
const BY_CODE: Readonly<Record<string, EncryptionFault>> = {
  AWS_ACCESS_DENIED: "KEY_DENIED",
  AWS_THROTTLED: "KEY_THROTTLED",
  AWS_NOT_FOUND: "KEY_NOT_FOUND",
  AWS_INVALID: "KEY_INVALID",
  NOT_DURABLE: "KEY_NOT_KEPT",
  DATABASE_UNAVAILABLE: "KEY_NOT_KEPT",
};

/** Why a channel's key can't be had, by name; what is not known is that KMS can't be reached. */
export function keyError(error: unknown): EncryptionError {
  if (error instanceof EncryptionError) return error;
  const fault = isAppError(error)
    ? (BY_NAME[String(error.params.name)] ?? BY_CODE[error.code] ?? "KEY_UNAVAILABLE")
    : "KEY_UNAVAILABLE";
  return new EncryptionError(fault, error instanceof Error ? error.message : "the key can't be had", {
    cause: error,
  });
}

/** Whether asking again can't help: what is kept is not this key's, or KMS gives no key at all. */
export function isHopelessKeyError(error: unknown): boolean {
  if (!(error instanceof EncryptionError)) return false;
  const isMissing = error.fault === "KEY_NOT_KEPT" && error.cause === undefined;
  return isMissing || error.fault === "KEY_MISMATCH" || error.fault === "KEY_INVALID";
}
