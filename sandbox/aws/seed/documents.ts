import { OS_USERS } from "../nodes/node-users";
import { newVersion, type StoredDocument } from "../stores/document-store";
import { contentMark } from "../stores/install";
import { sessionBucket } from "./buckets";
import { SHELL_PROFILE } from "./shell-profile";

/** The group that recorded shells write their agent log to. */
export const LOG_GROUP = "/halligan/sessions";

/** Keys in alphabetical order and no spaces: the form whose hash the name carries. */
function shellContent(minutes: number, s3BucketName: string): string {
  return JSON.stringify({
    description: `A recorded shell of at most ${minutes} minutes`,
    inputs: {
      cloudWatchEncryptionEnabled: false,
      cloudWatchLogGroupName: LOG_GROUP,
      cloudWatchStreamingEnabled: true,
      idleSessionTimeout: "20",
      kmsKeyId: "",
      maxSessionDuration: String(minutes),
      runAsDefaultUser: OS_USERS[0] ?? "",
      runAsEnabled: true,
      s3BucketName,
      s3EncryptionEnabled: s3BucketName !== "",
      s3KeyPrefix: s3BucketName === "" ? "" : "sessions",
      shellProfile: { linux: SHELL_PROFILE, windows: "" },
    },
    schemaVersion: "1.0",
    sessionType: "Standard_Stream",
  });
}

const SHELL_CONTENT = shellContent(60, "");

/** The document of recorded shells; its name carries the mark of its content, since no call can pin that. */
export const SHELL_DOCUMENT = `Halligan-Shell-60m-${contentMark(SHELL_CONTENT)}`;

/** The name of the second document, whose sessions leave an object in S3 too; the bucket, so its content, is the account's. */
export function objectShellDocument(accountId: string): string {
  return `Halligan-Shell-30m-${contentMark(shellContent(30, sessionBucket(accountId)))}`;
}

/** The documents of an account that was prepared for Halligan. */
export function seedShellDocuments(accountId: string, region: string, now: number): StoredDocument[] {
  return [
    document(accountId, region, SHELL_DOCUMENT, SHELL_CONTENT, now),
    document(
      accountId,
      region,
      objectShellDocument(accountId),
      shellContent(30, sessionBucket(accountId)),
      now,
    ),
  ];
}

/** What a session gets when no document is named and the account has saved no preferences. */
export const DEFAULT_DOCUMENT_NAME = "SSM-SessionManagerRunShell";
export const DEFAULT_DOCUMENT_CONTENT = JSON.stringify({
  schemaVersion: "1.0",
  sessionType: "Standard_Stream",
  inputs: {
    s3BucketName: "",
    cloudWatchLogGroupName: "",
    idleSessionTimeout: "20",
    runAsEnabled: false,
    shellProfile: { linux: "", windows: "" },
  },
});

/** AWS's own session documents that people pass instead of a recorded one; they are here to be refused. */
export function awsOwnedDocuments(): StoredDocument[] {
  const command = { type: "String", description: "The command to run", default: "", allowedPattern: "^.*$" };
  const port = (fallback: string) => ({ type: "String", default: fallback, allowedPattern: "^\\d{1,5}$" });
  const contents: Record<string, object> = {
    "AWS-StartInteractiveCommand": {
      sessionType: "InteractiveCommands",
      parameters: { command },
      properties: { linux: { commands: "{{ command }}", runAsElevated: true } },
    },
    "AWS-StartNonInteractiveCommand": {
      sessionType: "NonInteractiveCommands",
      parameters: { command },
      properties: { linux: { commands: "{{ command }}", runAsElevated: true } },
    },
    "AWS-StartSSHSession": {
      sessionType: "Port",
      parameters: { portNumber: port("22") },
      properties: { portNumber: "{{ portNumber }}" },
    },
    "AWS-StartPortForwardingSession": {
      sessionType: "Port",
      parameters: { portNumber: port("80"), localPortNumber: port("0") },
      properties: {
        portNumber: "{{ portNumber }}",
        type: "LocalPortForwarding",
        localPortNumber: "{{ localPortNumber }}",
      },
    },
  };
  return Object.entries(contents).map(([name, content]) =>
    document("Amazon", "", name, JSON.stringify({ schemaVersion: "1.0", ...content }), Date.UTC(2019, 0, 1)),
  );
}

function document(owner: string, region: string, name: string, content: string, now: number): StoredDocument {
  return {
    owner,
    region,
    name,
    documentType: "Session",
    versions: [newVersion(1, content, now)],
    defaultVersion: "1",
    tags: {},
  };
}
