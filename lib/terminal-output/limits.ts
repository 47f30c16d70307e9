/** A screen in cells. */
export interface ScreenSize {
  cols: number;
  rows: number;
}

/** No screen is wider or higher; the gateway allows 500. */
export const MOST_COLUMNS = 1000;

/** A size as it was told: at least one cell, and no more than there can be. */
export function clampSize({ cols, rows }: ScreenSize): ScreenSize {
  const clamp = (count: number) => Math.min(MOST_COLUMNS, Math.max(1, Math.floor(count) || 1));
  return { cols: clamp(cols), rows: clamp(rows) };
}

/** Marks drawn onto one character. */
export const MOST_MARKS = 16;
/** Characters of a colour sequence's numbers; longer ones are cut at a number. */
export const MOST_PARAMETERS = 64;
/** Characters of a control sequence, counted with what it leaves out; it is given up then. */
export const MOST_SEQUENCE = 4096;
/** Characters of a string (title, colours, images) until a line feed ends it as well: a program does not write more. */
export const MOST_LINE_OF_STRING = 4096;
/** Characters of a string. Whatever follows is text again, so that nothing swallows the rest of a session. */
export const MOST_STRING = 4 * 1024 * 1024;
/**
 * Cells that sequences may write for each character that came: an escape of four bytes clears a whole screen. A screen
 * of 200 × 50 can be cleared once in 32 characters, for ever.
 */
export const CELLS_PER_CHARACTER = 625;
/** What may be saved of it: a tenth of a second of a terminal's time, and a thousand such screens. */
export const MOST_SAVED_CELLS = 20_000_000;
/** Characters of a string in which a shell says where its prompt, a command or its output begins. */
export const MOST_SHELL_MARK = 64;
