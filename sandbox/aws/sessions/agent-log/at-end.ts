import { posix } from "node:path";
import { type AgentLogOptions, EVENTS_PER_CALL, type LogPart } from "./options";
import { atEndEvents, scriptForm } from "./script";
import { AgentSpool } from "./spool";

/** Where the agent takes the session's text when the shell has gone. */
export interface AtEndTargets {
  /** CloudWatch Logs, when it is not streamed. */
  group?: string | undefined;
  s3?: { bucket: string; key: string } | undefined;
}

/** Key of the session's object: prefix and file name as a path, without the colons that a file name can't have everywhere. */
export function objectKey(prefix: string, sessionId: string): string {
  return posix.join(prefix, `${sessionId.replaceAll(":", "")}.log`);
}

/**
 * The upload at the end: raw output is kept in a file on the node, replayed by `script` when the shell has gone, and taken to
 * S3 and CloudWatch Logs. A node that dies loses all of it; an upload that fails is a line in the agent's own log and nothing else.
 */
export function collectForTheEnd(options: AgentLogOptions, targets: AtEndTargets): LogPart {
  const { row, settings, now } = options;
  const spool = new AgentSpool(options.spoolFolder);
  const folder = `/var/lib/amazon/ssm/${row.target}/session/orchestration/${row.sessionId}`;
  const file = `${folder}/${settings.sessionType}/ipcTempFile.log`;
  const attempt = async (what: string, upload: () => Promise<void>) => {
    try {
      await upload();
    } catch (error) {
      options.warn(
        `session ${row.sessionId}: ${what} failed: ${error instanceof Error ? error.message : error}`,
      );
    }
  };
  return {
    append: (bytes) => spool.append(bytes),
    async drain() {
      const endedAt = now();
      const replay = () => scriptForm(spool.read(), { file, endedAt });
      const { s3, group } = targets;
      if (s3) {
        await attempt(`upload to s3://${s3.bucket}/${s3.key}`, () =>
          options.objects.putObject(row.accountId, s3.bucket, s3.key, replay()),
        );
      }
      if (group !== undefined) await attempt("upload", () => uploadEvents(options, group, replay()));
      spool.remove();
    },
  };
}

/** Four events a call. The real agent makes one call a second; nobody is kept waiting here. */
async function uploadEvents(
  { row, sink, now }: AgentLogOptions,
  group: string,
  text: AsyncIterable<Buffer>,
): Promise<void> {
  const place = [row.accountId, row.region, group, row.sessionId] as const;
  sink.createLogStream(...place);
  let batch: string[] = [];
  const put = () => {
    const timestamp = now();
    sink.putLogEvents(
      ...place,
      batch.map((message) => ({ timestamp, message })),
    );
    batch = [];
  };
  for await (const message of atEndEvents(text)) {
    batch.push(message);
    if (batch.length === EVENTS_PER_CALL) put();
  }
  if (batch.length > 0) put();
}
