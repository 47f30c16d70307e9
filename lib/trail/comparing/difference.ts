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

/** What the log has where output is missing from the recording. */
export interface FilledGap {
  /** The frames that are missing, both ends included. */
  from: number;
  to: number;
  lineCount: number;
  /** The first of them. */
  lines: LineAt[];
}

/** Of one log, so many gaps are kept with lines, and so many lines of all together. */
export const MOST_FILLED_GAPS = 50;
export const MOST_FILLED_LINES = 500;

/** So many differences are kept with their lines. */
export const MOST_KEPT_DIFFERENCES = 20;
