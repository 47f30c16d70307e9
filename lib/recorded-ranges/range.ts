/** o output · i input · r size · m mark · g gap */
export const RANGE_KINDS = ["o", "i", "r", "m", "g"] as const;
export type RangeKind = (typeof RANGE_KINDS)[number];

/** A run of frames of one session, as far as its meaning goes. */
export interface RangeContent {
  kind: RangeKind;
  /** Numbers of the first and last frame; of output for `o` and `g`, of input for `i` and `r`, 0 for `m`. */
  firstSequence: number;
  lastSequence: number;
  /** What `decodeRange` reads. UNTRUSTED: whoever owns the database can have changed it. */
  bytes: Uint8Array | null;
}

/**
 * Why output is missing for good. not-resent: the agent was heard and sent everything but these frames again, so it no
 * longer holds them. channel-closed: AWS closed the channel without them. A CHECK in the database knows the same words.
 */
export const GAP_CAUSES = ["not-resent", "channel-closed"] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** What was typed and not printed by the node within seconds, as seen when that was known. */
export interface UnechoedInput {
  /** At least: other output that has the same bytes looks like an echo. */
  bytes: number;
  /** How many milliseconds ago the first and the last of them were typed. */
  fromAgoMs: number;
  toAgoMs: number;
}

/** The mark that stands for it. */
export const UNECHOED_MARK = "not-echoed";

/** Output numbers that are missing for good, both ends included. */
export interface RecordedGap {
  from: number;
  to: number;
  cause: GapCause;
}
