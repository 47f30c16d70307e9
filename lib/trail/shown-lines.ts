/** A longer line of a log is shown as its beginning; the file has all of it. */
export const SHOWN_CHARACTERS = 4_000;
