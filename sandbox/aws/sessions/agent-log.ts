import type { AgentLogSink, SessionRow } from "../session-port";
import type { SessionSettings } from "./document-settings";
import { LineQueue } from "./line-queue";
import type { AgentLogWriter } from "./live-session";
import { cleanLine, goJson } from "./terminal-lines";

/** The streaming agent uploads once a second … */
const FLUSH_EVERY_MS = 1000;
/** … at most this many events in its one call. */
const EVENTS_PER_CALL = 4;
/** The real agent queues on the node's disk; we in memory, so there is a limit. */
const LARGEST_QUEUE_BYTES = 256 << 20;

/** The agent's own words when a document insists on an encrypted log group that is not to be had. */
const REFUSAL =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption.";

export type AgentLog =
  | ({ state: "writing" } & AgentLogWriter)
  | { state: "off" }
  | { state: "refused"; reason: string };

export interface AgentLogOptions {
  row: SessionRow;
  settings: SessionSettings;
  sink: AgentLogSink;
  now(): number;
  /** The agent's own log on the node. */
  warn(text: string): void;
}

/**
 * The session's log in CloudWatch Logs as the streaming agent writes it. A missing group does not stop a session, unless the
 * document insists on encryption: that is the agent's only closed door.
 */
export function openAgentLog(options: AgentLogOptions): AgentLog {
  const { row, settings, sink } = options;
  if (!settings.log?.isStreaming) return { state: "off" };
  const { group } = settings.log;
  if (!sink.hasLogGroup(row.accountId, row.region, group)) {
    if (settings.log.isEncryptionRequired) return { state: "refused", reason: REFUSAL };
    options.warn(`session ${row.sessionId}: log group ${group} not found, streaming is turned off`);
    return { state: "off" };
  }
  return { state: "writing", ...startStreaming(options, group) };
}

function startStreaming(options: AgentLogOptions, group: string): AgentLogWriter {
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
