import type { GapCause } from "@/lib/recorded-ranges/range";
import type { Corroboration } from "@/lib/sessions/grades";
import type { LogForm } from "../agent-form/known-agents";

/** unrecorded: its gateway did not live to name it; not-closed: nobody knows whether there was more. */
export const MISSING_CAUSES = ["not-resent", "channel-closed", "unrecorded", "not-closed"] as const;
export type MissingCause = (typeof MISSING_CAUSES)[number] & (GapCause | "unrecorded" | "not-closed");

/** Output that is missing: frames, both ends included, and between which moments it was. */
export interface MissingStretch {
  cause: MissingCause;
  from: number | null;
  to: number | null;
  after: Date | null;
  before: Date | null;
}

/** Something was typed that the node did not print, outside full-screen programs. */
export interface HiddenInput {
  bytes: number;
  from: Date;
  to: Date;
}

export const LOG_SOURCES = ["stream", "object"] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** Why a log says nothing, or not all of it. */
export const LOG_REASONS = [
  "nothing-printed",
  "no-recording",
  "moved",
  "unknown-agent",
  "transcript",
  "gap",
  "cut",
] as const;
export type LogReason = (typeof LOG_REASONS)[number];

/** What one log came to: the stream in CloudWatch Logs, or the object in S3. */
export interface LogView {
  source: LogSource;
  form: LogForm | null;
  verdict: Corroboration;
  why: LogReason | null;
  matched: number;
  recordedLines: number;
  loggedLines: number;
  differences: number;
  /** Lines that stand where output is missing from the recording. */
  filledLines: number;
  /** Lines of the last two seconds of output that never reached the log: normal when a node dies. */
  lostTail: number;
  /** Lines that the shell still printed after the portal had closed the channel. */
  afterEnd: number;
}

/**
 * What somebody should look at: lines that we never received, lines that the log lacks though its node lived, lines
 * that are others, lines of another session, a log that is gone or was replaced after it was fetched,
 * one that did not begin while the session ran.
 */
export const ALARM_KINDS = [
  "added-lines",
  "missing-lines",
  "changed-lines",
  "foreign-lines",
  "log-deleted",
  "object-replaced",
  "object-deleted",
  "log-late",
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export interface AlarmView {
  kind: AlarmKind;
  at: Date;
}
