/** What a rule can ask for before a decision and a start: nothing, a sign-in made for it, or a passkey. */
export const STEP_UP_LEVELS = ["none", "sign-in", "passkey"] as const;
export type StepUpLevel = (typeof STEP_UP_LEVELS)[number];
