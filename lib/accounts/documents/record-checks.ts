import { z } from "zod";
import type { DocumentInputs } from "./document-inputs";

/**
 * What was not as it should be with the log of a session when it was opened. `…-unread`: nobody could look, because AWS
 * refused, or did not answer in time.
 */
export const RECORD_FINDINGS = [
  "no-log",
  "log-group-missing",
  "log-group-unencrypted",
  "log-group-unread",
  "bucket-missing",
  "bucket-unencrypted",
  "bucket-unread",
  "document-unread",
] as const;
export type RecordFinding = (typeof RECORD_FINDINGS)[number];

/** How the agent writes a session's log: line by line, when the session is over, or not at all. */
export const LOG_TIMES = ["streamed", "at-end", "none"] as const;
export type LogTime = (typeof LOG_TIMES)[number];

const recordChecks = z.object({ log: z.enum(LOG_TIMES), findings: z.array(z.enum(RECORD_FINDINGS)) });

/** What was found of a session's log before and after its start. */
export type RecordChecks = z.infer<typeof recordChecks>;

/** Reads the JSON column. @returns null where nobody has looked: sessions of before, and imported ones */
export function parseRecordChecks(column: unknown): RecordChecks | null {
  return recordChecks.safeParse(column).data ?? null;
}

/** What AWS has where a document's sessions are to be logged; null: nothing of that name; "unread": it did not say. */
export interface FoundDestinations {
  logGroup: { hasKey: boolean } | null | "unread";
  bucket: { isEncrypted: boolean } | null | "unread";
}

/** Holds what a document says of its log against what is there. */
export function judgeDestinations(inputs: DocumentInputs, found: FoundDestinations): RecordChecks {
  const { cloudWatchLogGroupName, cloudWatchStreamingEnabled, s3BucketName } = inputs;
  const hasGroup = cloudWatchLogGroupName !== "";
  const hasBucket = s3BucketName !== "";
  const { logGroup, bucket } = found;
  const findings: RecordFinding[] = [];
  if (!hasGroup && !hasBucket) findings.push("no-log");
  if (hasGroup && logGroup === "unread") findings.push("log-group-unread");
  else if (hasGroup && logGroup === null) findings.push("log-group-missing");
  else if (hasGroup && inputs.cloudWatchEncryptionEnabled && logGroup !== "unread" && !logGroup?.hasKey)
    findings.push("log-group-unencrypted");
  if (hasBucket && bucket === "unread") findings.push("bucket-unread");
  else if (hasBucket && bucket === null) findings.push("bucket-missing");
  else if (hasBucket && inputs.s3EncryptionEnabled && bucket !== "unread" && !bucket?.isEncrypted)
    findings.push("bucket-unencrypted");
  const isStreamed = hasGroup && cloudWatchStreamingEnabled;
  return { log: isStreamed ? "streamed" : hasGroup || hasBucket ? "at-end" : "none", findings };
}
