import type { ActionState, Protection } from "@/lib/nodes/views";

export const RULE_STATES = ["proposed", "confirmed", "superseded", "withdrawn", "expired"] as const;
export type RuleState = (typeof RULE_STATES)[number];

interface Named {
  id: string;
  name: string;
}

/** A version of the rule of a class. */
export interface RuleView {
  id: string;
  version: number;
  /** After the session ended; null: without end. */
  days: number | null;
  reason: string;
  askedBy: Named;
  confirmedBy: Named;
  confirmedAt: Date;
  /** From when it applies. */
  effectiveAt: Date;
  /** A newer one was confirmed before it applied, so it never did. */
  isSuperseded: boolean;
}

/** A change that waits for a second administrator. */
export interface ProposalView {
  id: string;
  days: number | null;
  reason: string;
  askedBy: Named;
  askedAt: Date;
  /** Until when it can be confirmed. */
  expiresAt: Date;
  actions: { confirm: ActionState; withdraw: ActionState } | null;
}

/** For how long the recordings of a class are kept. */
export interface ClassRetention {
  protection: Protection;
  /** Null: none applies, recordings are kept without end. */
  inForce: RuleView | null;
  /** Confirmed, and applies later. */
  upcoming: RuleView | null;
  proposal: ProposalView | null;
  /** Newest first, at most `MOST_VERSIONS`. */
  versions: RuleView[];
  /** Null: the viewer may not. */
  propose: ActionState | null;
}

/** What was deleted by rule. */
export interface RuleDeletionView {
  id: string;
  sessionId: string;
  protection: Protection;
  version: number;
  bytes: number;
  begunAt: Date;
  /** Null: not done. */
  deletedAt: Date | null;
}

export interface RetentionView {
  classes: ClassRetention[];
  lately: RuleDeletionView[];
}

/** Recordings counted: so many at most, and whether there are more. */
export interface Counted {
  recordings: number;
  bytes: number;
}

/** What a rule would do to the recordings of a class that there are. */
export interface DryRun {
  protection: Protection;
  days: number | null;
  /** As soon as the rule applies. */
  now: Counted;
  /** And within the thirty days after that. */
  soon: Counted;
  /** Whose time is over, and which are kept all the same. */
  held: Counted;
  unreviewed: Counted;
  /** Of all these: whose bytes nobody has counted yet. */
  uncounted: number;
  /** There are more recordings than were looked at: all numbers are at least these. */
  isCut: boolean;
}

/** What the page of a session says of how long its recording is kept. */
export type KeptUntil =
  | { kind: "without-end"; isClassKnown: boolean }
  | { kind: "until"; until: Date; days: number }
  /** Its time is over, and it stays until it is reviewed. */
  | { kind: "until-reviewed"; days: number };
