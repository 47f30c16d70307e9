import { z } from "zod";
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
