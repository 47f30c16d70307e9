import type { AuditCode } from "../catalogue";
import type { EventRow } from "./list-store";

export const AUDIT_OUTCOMES = ["done", "refused", "failed"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One event, with the names that its sentence needs. */
export interface AuditRow extends Omit<EventRow, "code" | "outcome" | "actorKind"> {
  code: AuditCode;
  outcome: AuditOutcome;
  actorKind: "person" | "system" | "anonymous";
}

/** An event as the list shows it: of a pair the result, with the intent that it answers. */
export interface AuditLine extends AuditRow {
  intent: AuditRow | null;
}
