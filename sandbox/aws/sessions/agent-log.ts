import type { AgentLogSink, SessionRow } from "../session-port";
import type { SessionSettings } from "./document-settings";
import type { AgentLogWriter } from "./live-session";

export type AgentLog =
  | ({ state: "writing" } & AgentLogWriter)
  | { state: "off" }
  | { state: "refused"; reason: string };

export function openAgentLog(_options: {
  row: SessionRow;
  settings: SessionSettings;
  sink: AgentLogSink;
  now(): number;
}): AgentLog {
  return { state: "off" };
}
