/** The lines of a transcript that a page lays out: `from` to before `to`. */
export interface LineWindow {
  from: number;
  to: number;
}

/** Lines that come when somebody scrolls on. */
const STEP = 200;
const MOST = 600;

/** The window around a line. @param total of the transcript's lines */
export function windowAround(line: number, total: number): LineWindow {
  const from = clamp(line - STEP, 0, Math.max(0, total - 2 * STEP));
  return { from, to: Math.min(total, from + 2 * STEP) };
}

/** The window further down; what is above goes, when there is too much. */
export function windowLater({ from, to }: LineWindow, total: number): LineWindow {
  const end = Math.min(total, to + STEP);
  return { from: Math.max(from, end - MOST), to: Math.max(to, end) };
}

/** The window further up. */
export function windowEarlier({ from, to }: LineWindow): LineWindow {
  const start = Math.max(0, from - STEP);
  return { from: start, to: Math.min(to, start + MOST) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
