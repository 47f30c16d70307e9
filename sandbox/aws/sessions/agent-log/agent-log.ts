import { collectForTheEnd, objectKey } from "./at-end";
import type { AgentLogOptions, AgentLogWriter, LogPart } from "./options";
import { startStreaming } from "./streaming";

/** The agent's own words when a document insists on encryption that is not to be had. */
const NO_GROUP =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption.";
const NOT_ENCRYPTED =
  "We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket. Either encrypt the bucket or choose an option to enable logging without encryption.";
const NOT_READABLE =
  "We couldn't start the session because we are unable to validate encryption on Amazon S3 bucket.";

export type AgentLog =
  | ({ state: "writing" } & AgentLogWriter)
  | { state: "off" }
  | { state: "refused"; reason: string };

/**
 * The session's log as the agent writes it: to CloudWatch Logs while it runs or at the end, and to S3 at the end. What is missing
 * does not stop a session, unless the document insists on encryption: these two switches are the agent's only closed doors.
 */
export function openAgentLog(options: AgentLogOptions): AgentLog {
  const { row, settings } = options;
  const { log, s3 } = settings;
  const hasGroup = log !== undefined && options.sink.hasLogGroup(row.accountId, row.region, log.group);
  if (log && !hasGroup && log.isEncryptionRequired) return { state: "refused", reason: NO_GROUP };
  const problem = s3?.isEncryptionRequired ? bucketProblem(options, s3.bucket) : undefined;
  if (problem !== undefined) return { state: "refused", reason: problem };
  if (log && !hasGroup) {
    const what = log.isStreaming ? "streaming" : "logging to CloudWatch Logs";
    options.warn(`session ${row.sessionId}: log group ${log.group} not found, ${what} is turned off`);
  }
  const parts: LogPart[] = [];
  const group = hasGroup && log ? log : undefined;
  if (group?.isStreaming) parts.push(startStreaming(options, group.group));
  const target = s3 && { bucket: s3.bucket, key: objectKey(s3.prefix, row.sessionId) };
  const lateGroup = group && !group.isStreaming ? group.group : undefined;
  if (target || lateGroup !== undefined) {
    parts.push(collectForTheEnd(options, { s3: target, group: lateGroup }));
  }
  if (parts.length === 0) return { state: "off" };
  return {
    state: "writing",
    append(bytes) {
      for (const part of parts) part.append(bytes);
    },
    async drain() {
      await Promise.all(parts.map((part) => part.drain()));
      return {
        s3Bucket: target?.bucket ?? "",
        s3UrlSuffix: target?.key ?? "",
        cwlGroup: group?.group ?? "",
        cwlStream: group ? row.sessionId : "",
      };
    },
  };
}

function bucketProblem({ row, objects }: AgentLogOptions, bucket: string): string | undefined {
  try {
    return objects.isEncrypted(row.accountId, bucket) ? undefined : NOT_ENCRYPTED;
  } catch (error) {
    return `${NOT_READABLE} Error: ${error instanceof Error ? error.message : error}`;
  }
}
