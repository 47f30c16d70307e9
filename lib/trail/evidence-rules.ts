/** What stands on record of a session beside the recording's bytes. */
export interface EvidenceView {
  /** "missing": the session is over, the log was asked for since, and there is none. */
  agentLog: "present" | "missing" | "pending";
  /** The hash of all that was recorded, as the audit event of its closing has it; null while it is not closed. */
  sealed: { sha256: string; eventId: string } | null;
}

/** An agent flushes its log within seconds; what it uploads at the end comes within a minute. */
const LOG_LATE_SECONDS = 60;

/**
 * Whether the node's agent wrote a log. No log of a session that runs, or ended just now, says nothing yet.
 * @param lines how many events of the log were fetched so far
 * @param checkedAt when the log was asked for last
 */
export function gradeAgentLog(
  lines: number,
  { endedAt, checkedAt }: { endedAt: Date | null; checkedAt: Date | null },
): EvidenceView["agentLog"] {
  if (lines > 0) return "present";
  if (endedAt === null || checkedAt === null) return "pending";
  return checkedAt.getTime() - endedAt.getTime() >= LOG_LATE_SECONDS * 1000 ? "missing" : "pending";
}
