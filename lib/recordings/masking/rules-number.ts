/**
 * Number of the rules by which secrets are found and masked. Whoever changes what they find raises it, with a migration
 * that sets `replay_progress.masked_segments` to 0: what was masked by other rules is not shown, and is made anew.
 */
export const MASKING_RULES = 2;
