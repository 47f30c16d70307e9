/** How long one unmasking lasts, in seconds: of one person, for one session. */
export const CLEAR_SECONDS = 15 * 60;
