import type { SessionSettings } from "../document-settings";
import type { AgentLogSink, AgentObjectSink, SessionRow, TaskComplete } from "../session-port";

export interface AgentLogOptions {
  row: SessionRow;
  settings: SessionSettings;
  sink: AgentLogSink;
  objects: AgentObjectSink;
  /** Where raw output lies until the upload at the end. */
  spoolFolder: string;
  now(): number;
  /** The agent's own log on the node. */
  warn(text: string): void;
}

/** What writes the agent's log of one session. */
export interface AgentLogWriter {
  append(bytes: Buffer): void;
  /** Uploads what is left, and says where everything was to go. */
  drain(): Promise<TaskComplete>;
}

/** Part of what becomes of a session's output. */
export interface LogPart {
  append(bytes: Buffer): void;
  /** Uploads what is left; never throws. */
  drain(): Promise<void>;
}

/** Most events of one call of the agent. */
export const EVENTS_PER_CALL = 4;
