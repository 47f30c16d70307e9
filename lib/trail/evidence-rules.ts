import type { RecordFinding } from "@/lib/accounts/documents/record-checks";
import type { SessionGrades } from "@/lib/sessions/grades";
import type { AlarmView, HiddenInput, LogView, MissingStretch } from "./grading/views";

/** What stands on record of a session beside the recording's bytes. */
export interface EvidenceView extends SessionGrades {
  /** The first stretches that are missing, and how many there are. */
  gaps: MissingStretch[];
  gapCount: number;
  /** The first times that something was typed and not printed, and how many there are: no grade is lowered by them. */
  hidden: HiddenInput[];
  hiddenCount: number;
  logs: LogView[];
  alarms: AlarmView[];
  /** What was not as it should be with its log when it was opened. */
  findings: RecordFinding[];
  /** The hash of all that was recorded, as the audit event of its closing has it; null while it is not closed. */
  sealed: { sha256: string; eventId: string } | null;
}
