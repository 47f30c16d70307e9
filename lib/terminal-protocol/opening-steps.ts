/**
 * What is done before a shell is there, in this order: the recording can be written, the role is assumed with the
 * session's policy, AWS has started the session, the channel to the node is up.
 */
export const OPENING_STEPS = ["recording", "role", "session", "channel"] as const;
export type OpeningStep = (typeof OPENING_STEPS)[number];

/** A step that is done. */
export interface OpeningStepDone {
  step: OpeningStep;
  /** How many milliseconds it took. */
  ms: number;
}
