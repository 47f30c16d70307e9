/** What a rule can ask for before a decision and a start: nothing, a sign-in made for it, or a passkey. */
export const STEP_UP_LEVELS = ["none", "sign-in", "passkey"] as const;
export type StepUpLevel = (typeof STEP_UP_LEVELS)[number];

/** Whether what was given is what was asked for, or more. */
export function isEnough(given: StepUpLevel, asked: StepUpLevel): boolean {
  return STEP_UP_LEVELS.indexOf(given) >= STEP_UP_LEVELS.indexOf(asked);
}

/** The stronger of two. */
export function stronger(a: StepUpLevel, b: StepUpLevel): StepUpLevel {
  return isEnough(a, b) ? a : b;
}
