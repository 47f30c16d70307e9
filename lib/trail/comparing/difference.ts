/** missing: the log has not what we recorded; added: it has what we never received; changed: both, and they differ. */
export const DIFFERENCE_KINDS = ["missing", "added", "changed"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A line where a difference begins. Text of the node's, cut. */
export interface LineAt {
  /** Its number, from 1. */
  number: number;
  text: string;
  at: Date;
}

export interface LineDifference {
  kind: DifferenceKind;
  /** Where it begins in the recording and in the log; null where that side has nothing there. */
  recorded: LineAt | null;
  logged: LineAt | null;
  recordedLines: number;
  loggedLines: number;
  /** After it neither side, or only one, has anything: it is the end. */
  isTail: boolean;
}

/** So many differences are kept with their lines. */
export const MOST_KEPT_DIFFERENCES = 20;
