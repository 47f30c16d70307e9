import { createHash } from "node:crypto";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { LINUX_SHELL_PROFILE } from "@/lib/terminal-output/shell-profile";

/** A session document as we want it in an account: the same content has the same name everywhere. */
export interface ExpectedDocument {
  name: string;
  /** JSON with sorted keys and without spaces: the text that the name's hash is taken of. */
  content: string;
  /** SHA-256 of the content, hexadecimal. */
  hash: string;
}

/**
 * The document that an account's settings ask for: one recorded shell, streamed to the log group, ended by Systems
 * Manager after so many minutes whatever happens to us. `schemaVersion` 1.0 is the only one for sessions.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html
 */
export function expectedDocument(
  account: Pick<AccountConfig, "logGroupName" | "sessionDocument" | "osUsers">,
): ExpectedDocument {
  const wanted = account.sessionDocument;
  const runAs = defaultOsUser(account);
  const content = canonical({
    schemaVersion: "1.0",
    description: `A recorded shell of at most ${wanted.maxMinutes} minutes`,
    sessionType: "Standard_Stream",
    inputs: {
      s3BucketName: wanted.s3Bucket ?? "",
      s3KeyPrefix: wanted.s3Prefix ?? "",
      s3EncryptionEnabled: wanted.isS3Encrypted,
      cloudWatchLogGroupName: account.logGroupName,
      cloudWatchEncryptionEnabled: wanted.isLogEncrypted,
      // A real boolean: the agent takes the word "true" for false here.
      cloudWatchStreamingEnabled: true,
      kmsKeyId: wanted.kmsKeyId ?? "",
      runAsEnabled: runAs !== undefined,
      runAsDefaultUser: runAs ?? "",
      idleSessionTimeout: String(wanted.idleMinutes),
      maxSessionDuration: String(wanted.maxMinutes),
      shellProfile: { linux: LINUX_SHELL_PROFILE, windows: "" },
    },
  });
  const hash = sha256(content);
  return { name: `Halligan-Shell-${wanted.maxMinutes}m-${hash.slice(0, 8)}`, content, hash };
}

/** Who a shell is where nothing else is asked for: of several users the least. @returns undefined: the agent's own */
export function defaultOsUser({
  osUsers,
  sessionDocument,
}: Pick<AccountConfig, "sessionDocument" | "osUsers">): string | undefined {
  return osUsers[0] ?? sessionDocument.runAs;
}

/**
 * The SHA-256 of a document's canonical form: other spaces or another order of keys are no other document.
 * @returns hexadecimal; undefined for what is no JSON
 */
export function documentHash(content: string): string | undefined {
  try {
    return sha256(canonical(JSON.parse(content)));
  } catch {
    return undefined;
  }
}

/** Whether a document is what its name says: the name ends with the first eight digits of its hash. */
export function isNamedByContent(name: string, content: string): boolean {
  const hash = documentHash(content);
  return hash !== undefined && name.endsWith(`-${hash.slice(0, 8)}`);
}

/**
 * Whether a document is what sessions are to start: the one that the settings ask for, to the last digit of its hash,
 * or, under another name, what that name says. Eight digits can be met by trying, so they count only where there is
 * nothing else to go by.
 * @param expected what the account's settings ask for
 */
export function isExpectedDocument(
  expected: Pick<ExpectedDocument, "name" | "hash">,
  name: string,
  content: string,
): boolean {
  return name === expected.name ? documentHash(content) === expected.hash : isNamedByContent(name, content);
}

function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
