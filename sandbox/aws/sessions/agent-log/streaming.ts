import { LineQueue } from "../line-queue";
import { cleanLine, goJson } from "../terminal-lines";
import { type AgentLogOptions, EVENTS_PER_CALL, type LogPart } from "./options";

/** The streaming agent uploads once a second. */
const FLUSH_EVERY_MS = 1000;
/** The real agent queues on the node's disk; we in memory, so there is a limit. */
const LARGEST_QUEUE_BYTES = 256 << 20;

/** The log in CloudWatch Logs while the session runs: complete lines, as JSON, once a second. */
export function startStreaming(options: AgentLogOptions, group: string): LogPart {
  const { row, sink, now } = options;
  const queue = new LineQueue();
  let hasStream = false;

  const flush = (isLast: boolean): boolean => {
    const events: string[] = [];
    while (events.length < EVENTS_PER_CALL) {
      const lines = queue.takeEvent(isLast);
      if (!lines) break;
      events.push(eventMessage(options, lines));
    }
    if (events.length === 0) return false;
    const timestamp = now();
    try {
      // Made just before the first event: a session without a complete line has no stream.
      if (!hasStream) sink.createLogStream(row.accountId, row.region, group, row.sessionId);
      hasStream = true;
      sink.putLogEvents(
        row.accountId,
        row.region,
        group,
        row.sessionId,
        events.map((message) => ({ timestamp, message })),
      );
    } catch (error) {
      options.warn(
        `session ${row.sessionId}: upload failed: ${error instanceof Error ? error.message : error}`,
      );
    }
    return true;
  };
  const ticker = setInterval(() => flush(false), FLUSH_EVERY_MS);
  ticker.unref();

  return {
    append(bytes) {
      if (queue.bytes > LARGEST_QUEUE_BYTES) return;
      queue.append(bytes);
    },
    async drain() {
      clearInterval(ticker);
      // Call after call, without waiting for the tick: the shell has gone. Others get their turn in between.
      while (flush(true)) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function eventMessage(options: AgentLogOptions, lines: Buffer[]): string {
  const { row, settings } = options;
  return goJson({
    eventVersion: "1.0",
    eventTime: `${new Date(options.now()).toISOString().slice(0, 19)}Z`,
    awsRegion: row.region,
    target: { id: row.target },
    userIdentity: { arn: row.owner },
    runAsUser: settings.isElevated ? "" : (settings.runAsUser ?? "ssm-user"),
    sessionId: row.sessionId,
    sessionData: lines.map(cleanLine),
  });
}
