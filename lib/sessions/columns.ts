import { z } from "zod";
import { COMPLETENESS, CORROBORATION, type SessionGrades } from "./grades";
import {
  END_REASONS,
  type EndReason,
  SESSION_KINDS,
  SESSION_STATES,
  type SessionKind,
  type SessionState,
} from "./views";

const states = z.enum(SESSION_STATES);
const kinds = z.enum(SESSION_KINDS);
const reasons = z.enum(END_REASONS);

/** Reads the column. A word we don't know is a defect: the database holds these to a list. */
export function stateFrom(column: string): SessionState {
  return states.parse(column);
}

export function kindFrom(column: string): SessionKind {
  return kinds.parse(column);
}

export function endReasonFrom(column: string | null): EndReason | null {
  return column === null ? null : reasons.parse(column);
}

const completeness = z.enum(COMPLETENESS);
const corroboration = z.enum(CORROBORATION);

/** A session's grades, as its row has them. */
export function gradesFrom(row: {
  completeness: string | null;
  corroboration: string | null;
}): SessionGrades {
  return {
    completeness: row.completeness === null ? null : completeness.parse(row.completeness),
    corroboration: row.corroboration === null ? null : corroboration.parse(row.corroboration),
  };
}

const kept = z.object({ inputRecording: z.literal("kept") });

/** Whether an access has keystrokes kept, as its obligations say: for what a page says, not for what is done. */
export function keepsInput(obligations: unknown): boolean {
  return kept.safeParse(obligations).success;
}
