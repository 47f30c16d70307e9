/** What stands in the place of a secret: that there was one is part of the record. */
const NOT_KEPT = "(not kept)";

/** Of a block of credentials these are no secrets, and tell which key a call was made with. */
const PLAIN_CREDENTIALS = new Set(["accesskeyid", "expiration"]);
/** Names under which AWS's calls and answers carry what opens something: sessionToken, tokenValue, streamUrl,
 * secretAccessKey, newPassword, privateKey, sAMLAssertion, … */
const SECRET_NAME =
  /token|secret|password|passphrase|privatekey|assertion|authorization|signature|streamurl/i;
/** A presigned address carries its right to be called with it. */
const SECRET_TEXT = /X-Amz-(?:Security-Token|Signature)=/i;

/**
 * A CloudTrail record without what would open something: AWS writes an AssumeRole's session token into it in clear,
 * and what a service's answer holds is up to the service. Flags and numbers stay, whatever they are called
 * (`passwordResetRequired`), and so do the ids of access keys.
 */
export function stripSecrets(record: unknown): unknown {
  if (typeof record === "string") return SECRET_TEXT.test(record) ? NOT_KEPT : record;
  if (typeof record !== "object" || record === null) return record;
  if (Array.isArray(record)) return record.map(stripSecrets);
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      isSecret(name, value) ? NOT_KEPT : inner(name, value),
    ]),
  );
}

function inner(name: string, value: unknown): unknown {
  if (!/credentials?$/i.test(name) || typeof value !== "object" || value === null) return stripSecrets(value);
  return Object.fromEntries(
    Object.entries(value).map(([field, held]) => [
      field,
      PLAIN_CREDENTIALS.has(field.toLowerCase()) && typeof held === "string" ? held : NOT_KEPT,
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  return (
    SECRET_NAME.test(name) && (typeof value === "string" || (typeof value === "object" && value !== null))
  );
}
