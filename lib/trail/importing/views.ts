import type { LogForm } from "../agent-form/known-agents";
import type { LogSource } from "../grading/views";

/**
 * What is the matter with a log: nothing in it; its frame was begun and not ended; it is in no form that an agent
 * writes; bytes that are no text, or signs in their place; lines that name another session or node; more than is kept;
 * lines that are shown as their beginning.
 */
export const LOG_FINDINGS = [
  "empty",
  "cut-off",
  "not-agents",
  "broken-text",
  "foreign",
  "not-all-kept",
  "long-lines",
] as const;
export type LogFinding = (typeof LOG_FINDINGS)[number];

/** A log of the node as it was fetched: its stream in CloudWatch Logs, or a content of its object in S3. */
export interface ImportedLog {
  source: LogSource;
  /** Of several contents of the object: which one was there first, from 0. */
  number: number;
  form: LogForm;
  lines: number;
  /** Of the file as it is downloaded without masks; `sha256` is of these. */
  bytes: number;
  sha256: string;
  /** What S3 had: more than `bytes` where not all was kept. */
  size: number;
  findings: LogFinding[];
}

/** What AWS and the node say of a session that was opened past the portal. Every string is hostile. */
export interface ImportedView {
  /** ARN of the principal that opened it. */
  owner: string;
  reason: string | null;
  /** It started before the portal watched its account and region. */
  isBeforeWatch: boolean;
  foundAt: Date;
  /** Null: they were not read yet. */
  logs: ImportedLog[] | null;
  /** When they were asked for last; null: not yet. */
  checkedAt: Date | null;
  /** Nothing more is asked for. */
  isSettled: boolean;
}
